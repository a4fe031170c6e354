package dev.imagemirrors.local.fuzz;

/// A fuzz test: a method of a class.
record FuzzTarget(String type, String method) {
  String name() {
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }

  /// The dictionary of the target, if any.
  String dictionary() {
    return "/" + type.replace('.', '/') + ".dict";
  }
}
