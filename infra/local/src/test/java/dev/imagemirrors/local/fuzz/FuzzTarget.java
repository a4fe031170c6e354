package dev.imagemirrors.local.fuzz;

/// One fuzz test: a method of a class.
record FuzzTarget(String type, String method) {
  String name() {
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }

  /// Words that make sense to what is fuzzed, where there are any.
  String dictionary() {
    return "/" + type.replace('.', '/') + ".dict";
  }
}
