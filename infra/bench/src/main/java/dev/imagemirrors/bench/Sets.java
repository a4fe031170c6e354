package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Whole sets of image mirrors, applied to new clusters through the API of the local stack.
final class Sets {
  private final StackClient client;
  private final List<List<String>> rows = new ArrayList<>();

  private Sets(StackClient client) {
    this.client = client;
  }

  static Part measure(Project project) throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var sets = new Sets(client);
      sets.put("warm-up", 50, 2);
      sets.rows.clear();
      for (int sources : List.of(10, 100, 255)) {
        sets.put(sources + " sources, 2 mirrors each", sources, 2);
      }
      sets.put("1 source, 255 mirrors", 1, 255);
      return new Part(
          "Whole sets",
          List.of("set", "total ms", "OCM calls", "writes", "ms per write"),
          sets.rows,
          List.of(),
          List.of());
    }
  }

  private void put(String name, int sources, int mirrors) throws InterruptedException {
    System.out.println("whole sets: " + name);
    var cluster = "set-%d-%d".formatted(sources, mirrors);
    client.cluster(cluster, "{}");
    int before = ocmCalls();
    long begun = System.nanoTime();
    var reply =
        client.api("PUT", "/clusters/" + cluster + "/image-mirrors", body(sources, mirrors));
    awaitEnd(reply.at("/operation/id").asText());
    double taken = (System.nanoTime() - begun) / 1e6;
    rows.add(
        List.of(
            name,
            Figures.shown(taken, 0),
            "" + (ocmCalls() - before),
            "" + sources,
            Figures.shown(taken / sources, 1)));
  }

  /// A set that takes longer than a request continues in the background.
  private void awaitEnd(String operation) throws InterruptedException {
    while (true) {
      var state = client.api("GET", "/operations/" + operation, "").at("/operation/state").asText();
      switch (state) {
        case "succeeded" -> {
          return;
        }
        case "failed", "cancelled" ->
            throw new IllegalStateException("the operation of the set has " + state);
        default -> Thread.sleep(50);
      }
    }
  }

  private int ocmCalls() {
    int calls = 0;
    for (var call : client.simulated().path("calls").properties()) {
      calls += call.getKey().contains("/clusters_mgmt/") ? call.getValue().asInt() : 0;
    }
    return calls;
  }

  private static String body(int sources, int mirrors) {
    return IntStream.range(0, sources)
        .mapToObj(source ->
            "{\"source\": \"registry.example.com/n%d\", \"mirrors\": [%s]}"
                .formatted(
                    source,
                    IntStream.range(0, mirrors)
                        .mapToObj(mirror -> "\"m%d.corp.com/n%d\"".formatted(mirror, source))
                        .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(", ", "{\"image_mirrors\": [", "]}"));
  }
}
