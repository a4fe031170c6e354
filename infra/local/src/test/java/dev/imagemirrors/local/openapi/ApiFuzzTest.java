package dev.imagemirrors.local.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/// The whole stack replies to any request, and never with an internal error.
class ApiFuzzTest {
  private static final ApiFixture SCENE = ApiFixture.withoutConflicts();

  /// Allows for a queue that is full of waiting operations, and for a busy machine.
  private static final List<String> LATE =
      List.of("cluster-busy", "no time left for the call", "OCM did not answer in time");

  private static final List<String> PATHS =
      List.of(
          "/clusters/{cluster}/image-mirrors",
          "/clusters/{cluster}/image-mirrors/{id}",
          "/clusters/{cluster}/image-mirrors/{id}/history",
          "/clusters/{cluster}/history",
          "/clusters/{cluster}/explain",
          "/clusters/{cluster}/operations",
          "/operations/{id}");
  private static final List<String> METHODS = List.of("GET", "POST", "PATCH", "PUT", "DELETE");
  private static final List<String> CLUSTERS =
      List.of("mycluster", "hcp-ready", "hcp-installing", "classic", "nobody");
  private static final List<String> IDS =
      List.of("quay.io/team", "registry.example.com/team", "nobody", "a");
  private static final List<String> FIELDS =
      List.of(
          "cluster",
          "source",
          "mirrors",
          "type",
          "id",
          "yes",
          "output",
          "region",
          "limit",
          "next",
          "image",
          "image_mirrors",
          "document",
          "dry_run",
          "exclusive",
          "version",
          "reason",
          "idempotency_key",
          "defer_until_ready");
  private static final List<String> VALUES =
      List.of(
          "quay.io/team",
          "mirror.corp.com/team",
          "mirror.corp.com/{region},b.corp.com",
          "digest",
          "true",
          "yaml",
          "table",
          "wide",
          "text",
          "idms",
          "us-east-1",
          "1",
          "quay.io/team/app:1");

  @FuzzTest
  void repliesToAnyRequest(FuzzedDataProvider data) {
    var method = data.pickValue(METHODS);
    var path =
        data.pickValue(PATHS)
            .replace("{cluster}", encoded(some(data, CLUSTERS)))
            .replace("{id}", encoded(some(data, IDS)));
    var query = query(data);
    var body = body(data);

    var reply =
        data.consumeBoolean()
            ? SCENE.send(method, path + query, body)
            : SCENE.send(method, path + query, body, header(data), header(data, VALUES));

    assertThat(reply.status() < 500 || LATE.stream().anyMatch(reply.text()::contains))
        .as("%s %s%s %s: %s %s", method, path, query, body, reply.status(), reply.text())
        .isTrue();
  }

  private static String some(FuzzedDataProvider data, List<String> good) {
    return data.consumeInt(0, 9) == 0
        ? data.consumeString(data.consumeInt(1, 30)) + "a"
        : data.pickValue(good);
  }

  private static String header(FuzzedDataProvider data) {
    return data.pickValue(List.of("Idempotency-Key", "If-Match", "Content-Type"));
  }

  private static String header(FuzzedDataProvider data, List<String> values) {
    return data.consumeBoolean()
        ? data.consumeAsciiString(20).replaceAll("[^ -~]", "")
        : data.pickValue(values);
  }

  private static String query(FuzzedDataProvider data) {
    var pairs = new ArrayList<String>();
    for (var i = data.consumeInt(0, 3); i > 0; i--) {
      pairs.add(encoded(some(data, FIELDS)) + "=" + encoded(some(data, VALUES)));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private static String body(FuzzedDataProvider data) {
    var kind = data.consumeInt(0, 9);
    if (kind == 0) {
      return data.consumeString(60);
    }
    var fields = new ArrayList<String>();
    for (var i = kind % 5; i > 0; i--) {
      fields.add(quoted(some(data, FIELDS)) + ": " + value(data));
    }
    return fields.isEmpty() ? "" : "{" + String.join(", ", fields) + "}";
  }

  private static String value(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 6)) {
      case 0 -> "[" + quoted(some(data, VALUES)) + ", " + quoted(some(data, VALUES)) + "]";
      case 1 ->
          "[{\"source\": %s, \"mirrors\": %s}]"
              .formatted(quoted(some(data, VALUES)), quoted(some(data, VALUES)));
      case 2 -> data.pickValue(List.of("true", "null", "7", "1e3", "[]", "{}", "\"\\ud800\""));
      default -> quoted(some(data, VALUES));
    };
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
    return quoted.append('"').toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
