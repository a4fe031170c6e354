package dev.imagemirrors.local.template;

/// The template is invalid, or uses something that the local stack does not support. The stack does
/// not start, so that it never behaves differently from the template.
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TemplateFault(String where, String what) {
    super("template.yaml, " + where + ": " + what);
  }
}
