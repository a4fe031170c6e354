package dev.imagemirrors.mirror;

import java.util.Comparator;

/// A beginning of image names, as nodes compare names with it: a host, a path below one, or
/// `*.host` for all the hosts below that. A source is one, and so is each entry of a cluster's
/// lists of registries.
///
/// The rules are those of containers/image, `refMatchingPrefix` in `pkg/sysregistriesv2`.
public record Scope(String value) {
  /// Of all the scopes that take in a name, nodes use the first in this order: the longest, and of
  /// two as long as each other the one with the wildcard, which sorts first.
  public static final Comparator<Scope> PRECEDENCE =
      Comparator.<Scope>comparingInt(scope -> scope.value().length())
          .reversed()
          .thenComparing(Scope::value);

  /// Whether a name, of an image or of anything above images, lies in this scope.
  public boolean takesIn(String name) {
    return end(name) >= 0;
  }

  /// Where in a name that lies in it this scope ends; -1 where the name does not.
  int end(String name) {
    var end = value.startsWith("*.") ? endOfHost(name) : endOfPrefix(name);
    return end == name.length() || (end >= 0 && isBoundary(name.charAt(end))) ? end : -1;
  }

  private int endOfPrefix(String name) {
    return name.startsWith(value) ? value.length() : -1;
  }

  private int endOfHost(String name) {
    var suffix = value.substring(1);
    var start = name.indexOf(suffix);
    var slash = name.indexOf('/');
    return start < 0 || (slash >= 0 && slash < start) ? -1 : start + suffix.length();
  }

  /// Nodes take `host:5000` to lie in `host` too. They do not mean to, and their documentation
  /// warns that this will change, but it is what happens to an image today.
  private static boolean isBoundary(char c) {
    return c == '/' || c == ':' || c == '@';
  }
}
