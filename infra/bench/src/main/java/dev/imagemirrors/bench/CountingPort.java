package dev.imagemirrors.bench;

import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Port;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A proxy between a function and the AWS of the local stack, which counts calls.
final class CountingPort implements Endpoint, AutoCloseable {
  /// The HTTP client of Java sets these itself.
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private final Port port;
  private final String behind;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> calls = new TreeMap<>();

  private CountingPort(Port port, String behind) {
    this.port = port;
    this.behind = behind;
  }

  static CountingPort before(String url) throws IOException {
    var counting = new CountingPort(Port.bind(0, List.of()), url);
    counting.port.open(List.of(counting));
    return counting;
  }

  String url() {
    return port.url();
  }

  /// The calls since the last time, such as `DynamoDB UpdateItem`, with their number.
  synchronized Map<String, Integer> takeCalls() {
    var taken = new TreeMap<>(calls);
    calls.clear();
    return taken;
  }

  @Override
  public boolean handles(Request request) {
    return true;
  }

  @Override
  public Reply answer(Request request) {
    count(request.header("X-Amz-Target").orElse("STS."));
    var call =
        HttpRequest.newBuilder(URI.create(behind + request.path()))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().entrySet().stream()
        .filter(header -> !OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> header.getValue().forEach(value -> call.header(header.getKey(), value)));
    try {
      var response = http.send(call.build(), HttpResponse.BodyHandlers.ofByteArray());
      return Reply.of(
              response.statusCode(),
              response.headers().firstValue("Content-Type").orElse("application/json"),
              response.body())
          .with("x-amzn-RequestId", "bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private synchronized void count(String target) {
    var service = target.substring(0, target.indexOf('.')).replaceAll("^Amazon|^AWS|_.*", "");
    calls.merge(service + " " + target.substring(target.indexOf('.') + 1), 1, Integer::sum);
  }

  @Override
  public void close() {
    port.close();
    http.close();
  }
}
