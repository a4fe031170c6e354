package dev.imagemirrors.mirror;

import dev.imagemirrors.text.Text;

/// The format of the locations in an ImageDigestMirrorSet: a host with an optional port, then path
/// segments.
///
/// The rules are those of openshift/api `config/v1/types_image_digest_mirror_set.go`. They are
/// parsed by hand, in linear time and length first, because the expression of the resource
/// definition is exponential on a backtracking engine.
final class Location {
  static final int MAX_LENGTH = 255;

  private Location() {}

  static String check(String field, String value, boolean wildcardAllowed) {
    if (value.isBlank()) {
      throw new InvalidField(field, "must not be empty");
    }
    if (value.length() > MAX_LENGTH) {
      throw new InvalidField(
          field, "has " + value.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    Placeholder.refuse(field, value);
    checkCharacters(field, value);
    var slash = value.indexOf('/');
    var host = slash < 0 ? value : value.substring(0, slash);
    if (isIpv6(host)) {
      throw new InvalidField(
          field, "'" + host + "' is an IPv6 address, which is not supported: use a host name");
    }
    if (host.startsWith("*")) {
      checkWildcard(field, value, host, wildcardAllowed);
    } else {
      checkHost(field, host);
    }
    if (slash >= 0) {
      for (var segment : value.substring(slash + 1).split("/", -1)) {
        checkSegment(field, segment);
      }
    }
    return value;
  }

  private static void checkCharacters(String field, String value) {
    var position = 0;
    for (var c : value.codePoints().toArray()) {
      position++;
      if (c <= ' ' || c >= 0x7f) {
        throw new InvalidField(
            field, "%s is not allowed, at position %d".formatted(Text.named(c), position));
      }
    }
    var scheme = value.indexOf("://");
    if (scheme >= 0) {
      throw new InvalidField(
          field, "must not have a scheme: leave out '" + value.substring(0, scheme + 3) + "'");
    }
    if (value.indexOf('@') >= 0) {
      throw new InvalidField(field, "must not have a digest: leave out what follows '@'");
    }
    if (value.endsWith("/")) {
      throw new InvalidField(field, "must not end with '/'");
    }
    if (value.lastIndexOf(':') > value.indexOf('/') && value.indexOf('/') >= 0) {
      throw new InvalidField(
          field,
          "must not have a tag: leave out '" + value.substring(value.lastIndexOf(':')) + "'");
    }
  }

  private static void checkWildcard(
      String field, String value, String host, boolean wildcardAllowed) {
    if (!wildcardAllowed) {
      throw new InvalidField(field, "must not have a wildcard: only a source may be '*.host'");
    }
    if (!host.startsWith("*.") || !host.equals(value) || host.indexOf(':') >= 0) {
      throw new InvalidField(field, "a wildcard stands alone before a host, as in '*.example.com'");
    }
    checkLabels(field, host.substring(2));
  }

  private static void checkHost(String field, String host) {
    var colon = host.indexOf(':');
    if (colon >= 0) {
      checkPort(field, host.substring(colon + 1));
    }
    checkLabels(field, colon < 0 ? host : host.substring(0, colon));
  }

  /// In brackets or not; a host and its port have one colon.
  private static boolean isIpv6(String host) {
    return host.startsWith("[")
        || (host.indexOf(':') != host.lastIndexOf(':')
            && host.chars().allMatch(c -> c == ':' || isHex(c)));
  }

  private static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static void checkPort(String field, String port) {
    var digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(Location::isDigit);
    if (!digits || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
      throw new InvalidField(
          field, "':" + port + "' is not a port from 1 to 65535 (a tag is not allowed either)");
    }
  }

  private static void checkLabels(String field, String host) {
    for (var label : host.split("\\.", -1)) {
      var inner = label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-');
      if (label.isEmpty() || !inner || label.startsWith("-") || label.endsWith("-")) {
        throw new InvalidField(
            field,
            "'"
                + host
                + "' is not a host: labels of letters, digits and inner dashes, joined by dots");
      }
    }
  }

  /// Lower-case letters and digits, joined by one dot, one or two underscores, or dashes.
  private static void checkSegment(String field, String segment) {
    var joiner = "";
    var good = !segment.isEmpty() && isWord(segment.charAt(segment.length() - 1));
    for (var i = 0; good && i < segment.length(); i++) {
      var c = segment.charAt(i);
      joiner = isWord(c) ? "" : joiner + c;
      good = joiner.isEmpty() || (i > 0 && isJoiner(joiner));
    }
    if (!good) {
      throw new InvalidField(
          field,
          "path segment '"
              + segment
              + "' must be lower-case letters and digits, joined by '.', '_', '__' or dashes");
    }
  }

  private static boolean isJoiner(String joiner) {
    return joiner.equals(".")
        || joiner.equals("_")
        || joiner.equals("__")
        || joiner.chars().allMatch(c -> c == '-');
  }

  private static boolean isWord(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'z');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
