package dev.imagemirrors.mirror;

import java.util.Comparator;

/// A prefix of image names, as nodes match it: a host, a path below a host, or `*.host` for all
/// hosts below that. Sources and the entries of a cluster's registry lists are scopes.
///
/// The rules are those of containers/image, `refMatchingPrefix` in `pkg/sysregistriesv2`.
public record Scope(String value) {
  /// Of all scopes that include a name, nodes use the first in this order: the longest, and of two
  /// with the same length the wildcard, which sorts first.
  public static final Comparator<Scope> PRECEDENCE =
      Comparator.<Scope>comparingInt(scope -> scope.value().length())
          .reversed()
          .thenComparing(Scope::value);

  /// Whether the name of an image, repository or registry is in this scope.
  public boolean takesIn(String name) {
    return end(name) >= 0;
  }

  /// The length of the part of the name that this scope matches; -1 when the name is not in it.
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

  /// Nodes treat `host:5000` as part of `host` too. This is unintended, and their documentation
  /// warns that it will change, but it is the current behaviour.
  private static boolean isBoundary(char c) {
    return c == '/' || c == ':' || c == '@';
  }
}
