package dev.imagemirrors.local.template;

/// The template asks for something that the local stack cannot play; it does not start, rather than
/// play less.
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TemplateFault(String where, String what) {
    super("template.yaml, " + where + ": " + what);
  }
}
