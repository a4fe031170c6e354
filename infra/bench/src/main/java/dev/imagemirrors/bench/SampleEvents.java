package dev.imagemirrors.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The events of the `events/` folder, with their preconditions set up so that each can be sent
/// repeatedly and does real work.
final class SampleEvents {
  /// The cluster for creates and deletes; the cluster for reads keeps its few mirrors.
  private static final String WRITTEN = "hcp-ready";

  private static final String READ = "mycluster";

  /// How many entries the history of the cluster for reads has at least.
  private static final int PREPARED = 3;

  private static final String KNOWN = "registry.example.com/console";

  private final Path folder;
  private final StackClient stack;
  private int count;

  SampleEvents(Path folder, StackClient stack) {
    this.folder = folder;
    this.stack = stack;
  }

  /// Creates what the events refer to: mirrors to read, and a cluster to wait for.
  void prepare() {
    create(READ, KNOWN);
    create(READ, "registry.example.com/team");
    create(READ, "quay.io/team");
    defer("hcp-installing");
  }

  /// The next event for the function of a package.
  byte[] next(String verb) {
    var event = sample(verb);
    if (event.has("cluster")) {
      event.put("cluster", READ);
    }
    switch (verb) {
      case "create" -> event.put("cluster", WRITTEN).put("source", fresh());
      case "edit" -> event.put("mirrors", "mirror.corp.com/n" + ++count + ", backup.corp.com/n");
      case "delete" -> {
        var source = fresh();
        create(WRITTEN, source);
        event.put("cluster", WRITTEN).put("id", source);
      }
      case "apply" -> {
        event.put("cluster", "bench-apply").remove("dry_run");
        stack.cluster("bench-apply", "{}");
        ((ObjectNode) event.path("image_mirrors").path(0)).put("mirrors", "m.corp.com/n" + ++count);
      }
      case "restore" -> event.put("to", PREPARED);
      case "canceloperation" -> event.put("id", defer(installing()));
      case "runoperation" -> {
        var cluster = installing();
        event.put("id", defer(cluster));
        stack.cluster(cluster, "{\"state\": \"ready\"}");
      }
      case "clusterready" -> {
        var cluster = installing();
        defer(cluster);
        stack.cluster(cluster, "{\"state\": \"ready\"}");
        event.put("cluster", cluster);
      }
      default -> {}
    }
    return Json.bytes(event);
  }

  private ObjectNode sample(String verb) {
    try {
      return (ObjectNode)
          Json.read(Files.readAllBytes(folder.resolve(verb).resolve("console.json")));
    } catch (IOException e) {
      throw new UncheckedIOException("no event for " + verb, e);
    }
  }

  private String fresh() {
    return "registry.example.com/n" + ++count;
  }

  private String installing() {
    var cluster = "bench-" + ++count;
    stack.cluster(cluster, "{\"state\": \"installing\"}");
    return cluster;
  }

  private void create(String cluster, String source) {
    stack.api(
        "POST",
        "/clusters/" + cluster + "/image-mirrors",
        "{\"source\": \"%s\", \"mirrors\": \"mirror.corp.com/bench\"}".formatted(source));
  }

  /// The ID of an operation that waits for the cluster.
  private String defer(String cluster) {
    return stack
        .api(
            "POST",
            "/clusters/" + cluster + "/image-mirrors?defer_until_ready=true",
            "{\"source\": \"registry.example.com/early\", \"mirrors\": \"mirror.corp.com/early\"}")
        .at("/operation/id")
        .asText();
  }
}
