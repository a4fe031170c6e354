package dev.imagemirrors.local.template;

/// A parameter has a value that the template does not allow, or that the functions refuse.
public final class InvalidParameter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private InvalidParameter(String message) {
    super(message, null, false, false);
  }

  InvalidParameter(String name, String reason) {
    this("parameter " + name + " " + reason);
  }

  /// The functions refuse the settings that the template made of the parameters.
  public static InvalidParameter refused(String reason) {
    return new InvalidParameter("the functions refuse the parameters: " + reason);
  }
}
