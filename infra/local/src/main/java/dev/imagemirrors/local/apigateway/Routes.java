package dev.imagemirrors.local.apigateway;

import dev.imagemirrors.local.template.ApiRoute;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the REST APIs, found with the stage before the path and without it.
final class Routes {
  /// A route that fits a request.
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
        .filter(pattern -> pattern.takes(method))
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
    // A route that takes any path would take those of the other APIs, too.
    return pattern.takesAnyPath()
        ? Optional.empty()
        : pattern.match(path).map(p -> new Found(pattern.route(), path, p));
  }
}
