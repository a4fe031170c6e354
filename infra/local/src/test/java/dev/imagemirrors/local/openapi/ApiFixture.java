package dev.imagemirrors.local.openapi;

import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A running stack with its simulator, and the setup of test cases.
final class ApiFixture implements AutoCloseable {
  private final OcmSimulator ocm;
  private final LocalStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger clusters = new AtomicInteger();
  private String lastFault = "";
  private Sent last = new Sent("", "", "", List.of());

  private record Sent(String method, String path, String body, List<String> headers) {}

  ApiFixture() {
    try {
      ocm = OcmSimulator.start(0);
      stack =
          LocalStack.start(
              StackOptions.of(template(), new PrintStream(OutputStream.nullOutputStream()))
                  .withParameter("OcmUrl", ocm.url())
                  .withParameter("OcmTokenUrl", ocm.tokenUrl())
                  .withSecret("OcmSecret", "{\"client_id\": \"a\", \"client_secret\": \"b\"}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A fixture in which no write gets a 409 for following another too soon.
  static ApiFixture withoutConflicts() {
    var fixture = new ApiFixture();
    fixture.hook("conflict", "{\"ms\": 0}");
    return fixture;
  }

  /// A shorter timeout, so that tests of timeouts end sooner.
  private static TemplateFile template() throws IOException {
    try (var stream = TemplateFile.class.getResourceAsStream("/template.yaml")) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return TemplateFile.parse(text.replace("Timeout: 28", "Timeout: 12"));
    }
  }

  /// The name of a new cluster.
  String cluster() {
    return cluster("{}");
  }

  String cluster(String patch) {
    var name = "cluster-" + clusters.incrementAndGet();
    patch(name, patch);
    return name;
  }

  void patch(String cluster, String patch) {
    hook("clusters/" + cluster, patch);
  }

  /// A cluster with the image mirror of the ROSA guide.
  String clusterWithMirror() {
    var cluster = cluster();
    var reply = send("POST", "/clusters/" + cluster + "/image-mirrors", Requests.CREATION);
    if (reply.status() != 201) {
      throw new IllegalStateException(reply.text());
    }
    return cluster;
  }

  /// The ID of an operation that waits for its cluster.
  String waiting() {
    var cluster = cluster("{\"state\": \"installing\"}");
    return Requests.CREATE
        .send(this, cluster, "defer_until_ready=true")
        .body()
        .at("/operation/id")
        .asText();
  }

  /// A name that two clusters share.
  String sharedName() {
    var name = "shared-name-" + clusters.incrementAndGet();
    cluster("{\"name\": \"" + name + "\"}");
    cluster("{\"name\": \"" + name + "\"}");
    return name;
  }

  /// The path and query of the newest request.
  String lastRequest() {
    return last.path;
  }

  /// Sends the newest request again with the same faults, for a reply as text.
  ReceivedReply repeatAsText() {
    if (!lastFault.isEmpty()) {
      var fault = lastFault;
      noFaults();
      fault(fault);
    }
    var separator = last.path.contains("?") ? "&" : "?";
    return send(
        last.method,
        last.path + separator + "output=text",
        last.body,
        last.headers.toArray(String[]::new));
  }

  void fault(String fault) {
    lastFault = fault;
    hook("fault", fault);
  }

  void noFaults() {
    lastFault = "";
    send(HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/fault")).DELETE());
  }

  ReceivedReply send(String method, String path, String body, String... headers) {
    last = new Sent(method, path, body, List.of(headers));
    var request =
        HttpRequest.newBuilder(URI.create(stack.url() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private void hook(String path, String body) {
    var reply =
        send(
            HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/" + path))
                .POST(BodyPublishers.ofString(body)));
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.text());
    }
  }

  private ReceivedReply send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new ReceivedReply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stack.close();
    ocm.close();
    http.shutdownNow();
  }
}
