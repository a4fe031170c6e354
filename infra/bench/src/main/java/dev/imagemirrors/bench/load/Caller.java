package dev.imagemirrors.bench.load;

import java.util.List;
import java.util.Random;

/// A client of one cluster, which sends random requests until the time is up.
final class Caller implements Runnable {
  private static final int SOURCES = 30;

  private final LoadClient client;
  private final Ledger ledger;
  private final String cluster;
  private final Random random;
  private final long endNanos;

  Caller(LoadClient client, Ledger ledger, String cluster, long seed, long endNanos) {
    this.client = client;
    this.ledger = ledger;
    this.cluster = cluster;
    this.random = new Random(seed);
    this.endNanos = endNanos;
  }

  @Override
  public void run() {
    while (System.nanoTime() < endNanos) {
      try {
        ask();
      } catch (RuntimeException e) {
        ledger.failed("a request failed: " + e);
        return;
      }
    }
  }

  private void ask() {
    var mirrors = "/clusters/" + cluster + "/image-mirrors";
    var source = source();
    var one = mirrors + "/" + source.replace("/", "%2F");
    int kind = random.nextInt(100);
    if (kind < 28) {
      api("POST image-mirrors", "POST", mirrors, mirror(source));
    } else if (kind < 42) {
      api("PATCH image-mirror", "PATCH", one, "{\"mirrors\": \"" + registry() + "\"}");
    } else if (kind < 56) {
      api("DELETE image-mirror", "DELETE", one + "?yes=true", "");
    } else if (kind < 60) {
      api("PUT image-mirrors", "PUT", mirrors + "?yes=true", set());
    } else if (kind < 74) {
      api("GET image-mirrors", "GET", mirrors, "");
    } else if (kind < 80) {
      api("GET image-mirror", "GET", one, "");
    } else if (kind < 86) {
      api("GET history", "GET", "/clusters/" + cluster + "/history?limit=20", "");
    } else if (kind < 90) {
      api("GET operations", "GET", "/clusters/" + cluster + "/operations?limit=20", "");
    } else if (kind < 95) {
      api("GET explain", "GET", "/clusters/" + cluster + "/explain?image=" + source + "/a:1", "");
    } else {
      event(source);
    }
  }

  private void api(String kind, String method, String path, String body) {
    long begun = System.nanoTime();
    var answer = client.api(method, path, body);
    ledger.answered(kind, cluster, answer, millisSince(begun));
  }

  private void event(String source) {
    long begun = System.nanoTime();
    var id =
        random.nextBoolean()
            ? client.put("Create Image Mirror", with("\"mirrors\": \"" + registry() + "\"", source))
            : client.put(
                "Delete Image Mirror",
                "{\"cluster\": \"%s\", \"id\": \"%s\", \"yes\": true}".formatted(cluster, source));
    ledger.put(cluster, id, millisSince(begun));
  }

  private String with(String mirrors, String source) {
    return "{\"cluster\": \"%s\", \"source\": \"%s\", %s}".formatted(cluster, source, mirrors);
  }

  private String mirror(String source) {
    return "{\"source\": \"%s\", \"mirrors\": \"%s\"}".formatted(source, registry());
  }

  private String set() {
    var first = random.nextInt(SOURCES - 3);
    var all =
        List.of(first, first + 1, first + 2).stream()
            .map(number -> mirror("registry.example.com/n" + number))
            .toList();
    return "{\"image_mirrors\": [" + String.join(", ", all) + "]}";
  }

  private String source() {
    return "registry.example.com/n" + random.nextInt(SOURCES);
  }

  private String registry() {
    return "mirror%d.corp.com/team".formatted(random.nextInt(4));
  }

  private static double millisSince(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }
}
