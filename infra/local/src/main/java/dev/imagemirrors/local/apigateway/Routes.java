package dev.imagemirrors.local.apigateway;

import dev.imagemirrors.local.template.ApiRoute;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the REST APIs, matched with and without the stage in the path.
final class Routes {
  /// A route that matches a request.
  ///
  /// @param path the path within the stage
  record Found(ApiRoute route, String path, Map<String, String> parameters) {}

  private final List<RoutePattern> patterns;

  Routes(List<ApiRoute> routes) {
    this.patterns =
        routes.stream()
            .map(RoutePattern::of)
            .sorted(Comparator.comparing(RoutePattern::rank))
            .toList();
  }

  Optional<Found> find(String method, String path) {
    return patterns.stream()
        .filter(pattern -> pattern.handles(method))
        .flatMap(pattern -> found(pattern, path).stream())
        .findFirst();
  }

  private static Optional<Found> found(RoutePattern pattern, String path) {
    var prefix = "/" + pattern.route().stage() + "/";
    if (path.startsWith(prefix)) {
      var inStage = path.substring(prefix.length() - 1);
      var found = pattern.match(inStage).map(p -> new Found(pattern.route(), inStage, p));
      if (found.isPresent()) {
        return found;
      }
    }
    // A catch-all route would also match the paths of the other APIs.
    return pattern.matchesAnyPath()
        ? Optional.empty()
        : pattern.match(path).map(p -> new Found(pattern.route(), path, p));
  }
}
