package dev.imagemirrors.mirror;

/// How a source, or an entry of a list of registries, stands for what is below it: as nodes match
/// them (containers/image, `sysregistriesv2`).
public final class Prefix {
  private Prefix() {}

  /// Whether the reference begins with the prefix and a whole part of it ends there; `*.host`
  /// stands for every host below that one.
  public static boolean covers(String prefix, String reference) {
    if (prefix.startsWith("*.")) {
      var host = host(reference);
      return prefix.length() - 1 < host.length() && host.endsWith(prefix.substring(1));
    }
    return reference.startsWith(prefix)
        && (reference.length() == prefix.length()
            || "/:@".indexOf(reference.charAt(prefix.length())) >= 0);
  }

  /// The registry's host, without its port.
  public static String host(String reference) {
    var end = reference.length();
    for (var i = 0; i < end; i++) {
      if ("/:@".indexOf(reference.charAt(i)) >= 0) {
        return reference.substring(0, i);
      }
    }
    return reference;
  }
}
