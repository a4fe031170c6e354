package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.stream.StreamSupport;

/// A simulator and a plain HTTP client for it.
final class Ocm implements AutoCloseable {
  static final String CLUSTERS = "/api/clusters_mgmt/v1/clusters";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OcmSimulator simulator;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  Ocm() {
    this(InstantSource.system());
  }

  Ocm(InstantSource clock) {
    this(OcmSimulator.Options.onPort(0).withClock(clock));
  }

  Ocm(OcmSimulator.Options options) {
    try {
      simulator = OcmSimulator.start(options);
      token = clientCredentials("tester", "secret").json().path("access_token").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Reply(int status, String text, HttpHeaders headers) {
    JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String reason() {
      return at("/reason");
    }
  }

  OcmSimulator simulator() {
    return simulator;
  }

  Reply get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Reply post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body));
  }

  Reply patch(String path, String body) {
    return send("PATCH", path, BodyPublishers.ofString(body));
  }

  Reply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Reply send(String method, String path, BodyPublisher body) {
    return sendAs("Bearer " + token, method, path, body);
  }

  Reply sendAs(String authorization, String method, String path, BodyPublisher body) {
    return exchange(
        HttpRequest.newBuilder(URI.create(simulator.url() + path))
            .header("Authorization", authorization)
            .method(method, body));
  }

  Reply exchange(HttpRequest.Builder request) {
    try {
      var response =
          http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A body as Go's clients send it: chunked, without a length.
  static BodyPublisher chunked(String body) {
    return BodyPublishers.ofInputStream(
        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  Reply clientCredentials(String id, String secret) {
    return exchange(
        tokenRequest("grant_type=client_credentials").header("Authorization", basic(id, secret)));
  }

  Reply token(String form) {
    return exchange(tokenRequest(form));
  }

  private HttpRequest.Builder tokenRequest(String form) {
    return HttpRequest.newBuilder(URI.create(simulator.tokenUrl()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  static String basic(String id, String secret) {
    byte[] joined = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(joined);
  }

  Reply hook(String name, String body) {
    Reply reply = post("/_sim/" + name, body);
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return reply;
  }

  static String mirrors(String cluster) {
    return CLUSTERS + "/" + ClusterDocuments.idOf(cluster) + "/image_mirrors";
  }

  Reply create(String cluster, String source, String... mirrors) {
    return post(mirrors(cluster), wanted(source, mirrors));
  }

  static String wanted(String source, String... mirrors) {
    var body = MAPPER.createObjectNode().put("kind", "ImageMirror").put("type", "digest");
    body.put("source", source);
    var list = body.putArray("mirrors");
    for (String mirror : mirrors) {
      list.add(mirror);
    }
    return body.toString();
  }

  static String to(String... mirrors) {
    var body = MAPPER.createObjectNode().put("kind", "ImageMirror").put("type", "digest");
    var list = body.putArray("mirrors");
    for (String mirror : mirrors) {
      list.add(mirror);
    }
    return body.toString();
  }

  static String encoded(String parameter) {
    return URLEncoder.encode(parameter, StandardCharsets.UTF_8);
  }

  JsonNode state() {
    return get("/_sim/state").json();
  }

  JsonNode stateOf(String cluster) {
    return StreamSupport.stream(state().path("clusters").spliterator(), false)
        .filter(known -> known.path("name").asText().equals(cluster))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    http.shutdownNow();
    simulator.close();
  }
}
