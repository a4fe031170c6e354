package dev.imagemirrors.cloudwatch;

import dev.imagemirrors.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects metric values and writes them as members of a log line in CloudWatch's embedded metric
/// format.
final class EmbeddedMetrics {
  /// The most values of one metric in a line.
  private static final int AT_ONCE = 100;

  private final Map<Metric, List<Long>> values = new LinkedHashMap<>();

  void add(Metric metric, long value) {
    values.computeIfAbsent(metric, _ -> new ArrayList<>()).add(value);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /// Removes and returns the values for one line.
  Map<Metric, List<Long>> take() {
    var taken = new LinkedHashMap<Metric, List<Long>>();
    values.forEach((metric, all) -> {
      var some = all.subList(0, Math.min(AT_ONCE, all.size()));
      taken.put(metric, List.copyOf(some));
      some.clear();
    });
    values.values().removeIf(List::isEmpty);
    return taken;
  }

  /// Writes the metrics, and the metadata by which CloudWatch finds them.
  static void write(Map<Metric, List<Long>> values, Instant now, Json.Builder line) {
    var directives = new LinkedHashMap<List<List<String>>, List<Json>>();
    for (var metric : values.keySet()) {
      directives
          .computeIfAbsent(metric.dimensions(), _ -> new ArrayList<>())
          .add(Json.object().put("Name", metric.label()).put("Unit", metric.unit()).build());
    }
    var metrics = new ArrayList<Json>();
    directives.forEach((dimensions, named) ->
        metrics.add(
            Json.object()
                .put("Namespace", Metric.NAMESPACE)
                .put("Dimensions", new Json.Items(dimensions.stream().map(Json::strings).toList()))
                .put("Metrics", new Json.Items(named))
                .build()));
    line.put(
        "_aws",
        Json.object()
            .put("Timestamp", now.toEpochMilli())
            .put("CloudWatchMetrics", new Json.Items(metrics))
            .build());
    values.forEach((metric, all) -> line.put(metric.label(), numbers(all)));
  }

  private static Json numbers(List<Long> values) {
    return values.size() == 1
        ? Json.of(values.getFirst())
        : new Json.Items(values.stream().map(Json::of).toList());
  }
}
