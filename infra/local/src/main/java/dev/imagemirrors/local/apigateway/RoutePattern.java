package dev.imagemirrors.local.apigateway;

import dev.imagemirrors.local.template.ApiRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A route's path, matched segment by segment against a request path that is still encoded.
///
/// A REST API passes path parameters percent-encoded, so `%2F` stays within its segment.
record RoutePattern(ApiRoute route, List<String> segments) {
  static RoutePattern of(ApiRoute route) {
    return new RoutePattern(route, segments(route.path()));
  }

  /// The path parameters, if the path matches.
  Optional<Map<String, String>> match(String path) {
    var given = segments(path);
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.endsWith("+}") && given.size() > i) {
        parameters.put(name(segment), String.join("/", given.subList(i, given.size())));
        return Optional.of(parameters);
      }
      if (given.size() <= i
          || !(isParameter(segment) ? !given.get(i).isEmpty() : segment.equals(given.get(i)))) {
        return Optional.empty();
      }
      if (isParameter(segment)) {
        parameters.put(name(segment), given.get(i));
      }
    }
    return given.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
  }

  boolean matchesAnyPath() {
    return isParameter(segments.getFirst());
  }

  boolean handles(String method) {
    return route.method().equals("ANY") || route.method().equals(method);
  }

  /// API Gateway prefers a literal segment to a parameter, and a parameter to a greedy parameter.
  String rank() {
    return segments.stream()
        .map(segment -> segment.endsWith("+}") ? "2" : isParameter(segment) ? "1" : "0")
        .reduce("", String::concat);
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static String name(String parameter) {
    return parameter.replaceAll("[{}+]", "");
  }

  /// A trailing slash is ignored.
  private static List<String> segments(String path) {
    var inner = path.replaceAll("^/|/$", "");
    return List.of(inner.split("/", -1));
  }
}
