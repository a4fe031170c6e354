package dev.imagemirrors.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.ocmproxy.OcmProxyFunction;
import dev.imagemirrors.priming.Stage;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Every request of an OCM client gets an answer in OCM's format or is forwarded: only to OCM's
/// API, and with the token of the request.
class OcmRoutesFuzzTest {
  private static final String TOKEN = "e30.eyJ1c2VybmFtZSI6InBhdCJ9.x";
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 405, 414);
  private static final List<String> SEGMENTS =
      List.of(
          "api",
          "clusters_mgmt",
          "v1",
          "clusters",
          "c1",
          "image_mirrors",
          "m1",
          "events",
          "..",
          ".",
          "",
          "%2e%2e",
          "%2F",
          "%5c",
          "a%00b",
          "a+b",
          "accounts_mgmt",
          "current_account",
          "%zz");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "get", "");
  private static final int MOST_CALLS = 400;

  private static final URI OCM =
      URI.create(String.valueOf(RequestHandlerTest.ENVIRONMENT.get("OCM_URL")));

  private final Stage stage = new Stage(RequestHandlerTest.ENVIRONMENT);

  @FuzzTest
  void answersAnyRequest(FuzzedDataProvider data) {
    var event = JsonWriter.write(request(data)).getBytes(UTF_8);

    var played = stage.play(OcmProxyFunction.class, event);

    assertThat(played.status()).as(played.text()).isBetween(200, 499);
    if (REFUSALS.contains(played.status())) {
      assertThat(played.calls()).as(played.text()).isZero();
    }
    assertThat(played.calls()).isLessThan(MOST_CALLS);
    assertThat(played.text()).hasSizeLessThan(100_000);
    assertThat(stage.callsToOcm())
        .allSatisfy(call -> {
          assertThat(call.uri()).hasScheme(OCM.getScheme()).hasAuthority(OCM.getAuthority());
          assertThat(call.uri().getRawPath()).startsWith("/api/").doesNotContain("//");
          assertThat(call.uri().normalize()).isEqualTo(call.uri());
          assertThat(call.authorization()).isEqualTo("Bearer " + TOKEN);
        });
  }

  private static Json request(FuzzedDataProvider data) {
    var event = Json.object();
    var method = data.pickValue(METHODS);
    var path = path(data);
    if (data.consumeBoolean()) {
      event.put("httpMethod", method).put("path", path);
      event.put("queryStringParameters", Json.object().put(text(data), text(data)).build());
    } else {
      event.put("rawPath", path).put("rawQueryString", data.consumeAsciiString(40));
      event.put(
          "requestContext",
          Json.object().put("http", Json.object().put("method", method).build()).build());
    }
    var body = body(data);
    var encoded = data.consumeBoolean();
    return event
        .put("headers", headers(data))
        .put("body", encoded ? Base64.getEncoder().encodeToString(body.getBytes(UTF_8)) : body)
        .put("isBase64Encoded", Json.of(encoded))
        .build();
  }

  private static String path(FuzzedDataProvider data) {
    var mirrors = "/api/clusters_mgmt/v1/clusters/c1/image_mirrors";
    return switch (data.consumeInt(0, 5)) {
      case 0 -> mirrors;
      case 1 -> mirrors + "/" + (data.consumeBoolean() ? "m1" : text(data));
      case 2 -> "/clusters_mgmt/v1/clusters/" + text(data) + "/image_mirrors/m1";
      case 3 -> "/api/clusters_mgmt/v1/" + data.pickValue(List.of("events", "clusters", "", "a/b"));
      case 4 -> text(data);
      default -> {
        var path = new StringBuilder();
        for (var i = data.consumeInt(0, 8); i > 0; i--) {
          path.append('/').append(data.pickValue(SEGMENTS));
        }
        yield path.toString();
      }
    };
  }

  private static Json headers(FuzzedDataProvider data) {
    var headers = Json.object();
    var authorization =
        switch (data.consumeInt(0, 9)) {
          case 0 -> null;
          case 1 -> text(data);
          case 2 -> "bearer " + TOKEN;
          default -> "Bearer " + TOKEN;
        };
    headers.putPresent("Authorization", authorization);
    for (var name : List.of("Accept", "User-Agent", "Host", "X-Http-Method-Override")) {
      if (data.consumeBoolean()) {
        headers.put(name, text(data));
      }
    }
    return headers.build();
  }

  private static String body(FuzzedDataProvider data) {
    if (data.consumeInt(0, 5) == 0) {
      return text(data);
    }
    var mirror = Json.object().put("kind", "ImageMirror");
    if (data.consumeBoolean()) {
      mirror.put("type", data.consumeInt(0, 3) == 0 ? text(data) : "digest");
    }
    if (data.consumeBoolean()) {
      mirror.put("source", data.consumeInt(0, 3) == 0 ? text(data) : "registry.example.com/team");
    }
    switch (data.consumeInt(0, 4)) {
      case 0 -> mirror.put("mirrors", text(data));
      case 1 -> mirror.put("mirrors", Json.strings(List.of(text(data), "m.example.com/a")));
      case 2 -> mirror.put(text(data), Json.Null.NULL);
      default -> mirror.put("mirrors", Json.strings(List.of("m.example.com/a")));
    }
    return JsonWriter.write(mirror.build());
  }

  private static String text(FuzzedDataProvider data) {
    return data.consumeString(data.consumeInt(0, 40));
  }
}
