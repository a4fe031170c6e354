package dev.imagemirrors.local.ocm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes: a handler for each path and method.
record Routes(List<Route> routes) {
  static final String CLUSTERS = "/api/clusters_mgmt/v1/clusters";
  private static final String UNKNOWN = "(unknown)";

  interface Work {
    Answer.Reply reply(Call call, Map<String, String> names);
  }

  /// A segment in braces matches any segment, and names it.
  record Route(String method, String pattern, boolean open, Work work) {
    static Route of(String method, String pattern, Work work) {
      return new Route(method, pattern, false, work);
    }

    /// A route that needs no token.
    static Route open(String method, String pattern, Work work) {
      return new Route(method, pattern, true, work);
    }

    private Optional<Map<String, String>> namesIn(List<String> path) {
      List<String> segments = List.of(pattern.substring(1).split("/", -1));
      if (segments.size() != path.size()) {
        return Optional.empty();
      }
      var names = new HashMap<String, String>();
      for (int i = 0; i < path.size(); i++) {
        String segment = segments.get(i);
        if (segment.startsWith("{")) {
          names.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(names);
    }
  }

  record Found(Route route, Map<String, String> names) {
    Answer.Reply reply(Call call) {
      return route.work().reply(call, names);
    }
  }

  Routes {
    routes = List.copyOf(routes);
  }

  Found find(Call call) {
    var onPath = onPath(call);
    if (onPath.isEmpty()) {
      throw Refused.notFound("The requested resource '" + call.path() + "' doesn't exist");
    }
    return onPath.stream()
        .filter(found -> found.route().method().equals(call.method()))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                405,
                "Method '%s' is not allowed for resource '%s'"
                    .formatted(call.method(), call.path())));
  }

  /// The method and the path pattern, by which calls are counted.
  String label(Call call) {
    return call.method()
        + " "
        + onPath(call).stream().findFirst().map(found -> found.route().pattern()).orElse(UNKNOWN);
  }

  /// The cluster in the path.
  static Optional<String> clusterIn(Call call) {
    String[] parts = call.path().split("/", -1);
    return call.path().startsWith(CLUSTERS + "/")
            && parts.length >= 7
            && parts[6].equals("image_mirrors")
        ? Optional.of(parts[5])
        : Optional.empty();
  }

  private List<Found> onPath(Call call) {
    List<String> path = call.segments();
    return routes.stream()
        .flatMap(route -> route.namesIn(path).map(names -> new Found(route, names)).stream())
        .toList();
  }
}
