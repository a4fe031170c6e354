package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.mirror.InvalidField;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A path of OCM's API, decoded segment by segment and encoded again, so that the path that is sent
/// is the path that was checked, and is always below `/api/` on OCM's host.
record OcmPath(List<String> segments) {
  private static final String API = "/api/";
  private static final int LONGEST = 2_048;
  private static final List<String> CLUSTERS = List.of("api", "clusters_mgmt", "v1", "clusters");
  private static final List<String> EVENTS = List.of("api", "clusters_mgmt", "v1", "events");
  private static final String MIRRORS = "image_mirrors";

  OcmPath {
    segments = List.copyOf(segments);
    if (segments.size() < 2 || !segments.getFirst().equals("api")) {
      throw new InvalidField("path", "must be below /api/");
    }
    segments.forEach(OcmPath::check);
  }

  /// The resource of a path.
  sealed interface Target {
    /// A cluster's collection of image mirrors.
    record Mirrors(String cluster) implements Target {}

    record Mirror(String cluster, String id) implements Target {}

    /// Where `rosa login` reports a login.
    record Events() implements Target {}

    record Other() implements Target {}
  }

  /// Reads a path as it was sent. API Gateway removes the first segment, the stage `api`.
  static OcmPath parse(String path) {
    if (path.length() > LONGEST) {
      throw new InvalidField(
          "path", "has " + path.length() + " characters; at most " + LONGEST + " are allowed");
    }
    var whole = path.startsWith(API) ? path : "/api" + path;
    var segments = new ArrayList<String>();
    for (var segment : whole.substring(1).split("/", -1)) {
      segments.add(decoded(segment));
    }
    return new OcmPath(segments);
  }

  Target target() {
    if (segments.equals(EVENTS)) {
      return new Target.Events();
    }
    var ofMirrors =
        segments.size() >= 6
            && segments.subList(0, 4).equals(CLUSTERS)
            && segments.get(5).equals(MIRRORS);
    return switch (ofMirrors ? segments.size() : 0) {
      case 6 -> new Target.Mirrors(segments.get(4));
      case 7 -> new Target.Mirror(segments.get(4), segments.get(6));
      default -> new Target.Other();
    };
  }

  String encoded() {
    return segments.stream()
        .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/", ""));
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidField("path", "has invalid percent-encoding");
    }
  }

  /// Refuses segments that a server which decodes again, or joins paths, would read differently.
  private static void check(String segment) {
    if (segment.isEmpty()) {
      throw new InvalidField("path", "contains an empty segment");
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw new InvalidField("path", "must not contain '.' or '..' as a segment");
    }
    if (segment.chars().anyMatch(OcmPath::isAmbiguous)) {
      throw new InvalidField(
          "path", "contains a segment with a slash, a '%' or a control character");
    }
  }

  private static boolean isAmbiguous(int c) {
    return c == '/' || c == '\\' || c == '%' || c == 0xfffd || Character.isISOControl(c);
  }
}
