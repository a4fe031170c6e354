package dev.imagemirrors.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/// The project's stack with a simulator, and a plain client of both.
final class StackFixture implements AutoCloseable {
  static final Path PROJECT = Path.of("../..");
  static final String ACCOUNT = "000000000000";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final OcmSimulator ocm;
  private final LocalStack stack;
  private final ByteArrayOutputStream log;
  private final String account;

  private StackFixture(
      OcmSimulator ocm, LocalStack stack, ByteArrayOutputStream log, String account) {
    this.ocm = ocm;
    this.stack = stack;
    this.log = log;
    this.account = account;
  }

  record Reply(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      return read(text);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("none");
    }
  }

  static StackFixture start() {
    return start(options -> options);
  }

  /// Functions with a timeout of 10 s, of which 3 are left for OCM, for tests of timeouts.
  static StackFixture startWithShortTimeouts(UnaryOperator<StackOptions> more) {
    return start(template().replace("Timeout: 28", "Timeout: 10"), more);
  }

  static StackFixture start(UnaryOperator<StackOptions> more) {
    return start(template(), more);
  }

  private static StackFixture start(String template, UnaryOperator<StackOptions> more) {
    try {
      var ocm = OcmSimulator.start(0);
      var log = new ByteArrayOutputStream();
      var options =
          StackOptions.of(
                  TemplateFile.parse(template), new PrintStream(log, true, StandardCharsets.UTF_8))
              .withBackoff(Duration.ofMillis(20))
              .withParameter("OcmUrl", ocm.url())
              .withParameter("OcmTokenUrl", ocm.tokenUrl())
              .withSecret("OcmSecret", "{\"client_id\":\"id\",\"client_secret\":\"secret\"}");
      return new StackFixture(ocm, LocalStack.start(more.apply(options)), log, ACCOUNT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String template() {
    try {
      return Files.readString(PROJECT.resolve("template.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return stack.url();
  }

  int port() {
    return URI.create(stack.url()).getPort();
  }

  String ocmUrl() {
    return ocm.url();
  }

  /// The same stack, called from another account.
  StackFixture in(String otherAccount) {
    return new StackFixture(ocm, stack, log, otherAccount);
  }

  static JsonNode read(String json) {
    try {
      return Json.read(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private Reply send(HttpRequest.Builder request, String method, String body) {
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    try {
      var reply =
          HTTP.send(
              request.method(method, publisher).timeout(Duration.ofSeconds(40)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Reply(reply.statusCode(), reply.headers(), reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply api(String method, String path, String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(stack.url() + path));
    return send(headers.length == 0 ? request : request.headers(headers), method, body);
  }

  Reply invoke(String function, String payload) {
    return send(
        signed("/2015-03-31/functions/" + function + "/invocations", "lambda"), "POST", payload);
  }

  JsonNode aws(String service, String target, ObjectNode input) {
    return send(
            signed("/", service).header("X-Amz-Target", target),
            "POST",
            new String(Json.bytes(input), StandardCharsets.UTF_8))
        .json();
  }

  private HttpRequest.Builder signed(String path, String service) {
    return HttpRequest.newBuilder(URI.create(stack.url() + path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=00"
                .formatted(account, service));
  }

  /// Puts an event on the bus and returns its ID.
  String put(String detailType, String detail) {
    var input = Json.object();
    input
        .putArray("Entries")
        .addObject()
        .put("Source", "com.example.pipeline")
        .put("DetailType", detailType)
        .put("Detail", detail);
    return aws("events", "AWSEvents.PutEvents", input).at("/Entries/0/EventId").asText();
  }

  /// The event of that type that another event caused.
  Optional<JsonNode> announced(String detailType, String causeId) {
    return StreamSupport.stream(events().spliterator(), false)
        .filter(event -> event.path("detail-type").asText().equals(detailType))
        .filter(event -> event.at("/detail/event_id").asText().equals(causeId))
        .findFirst();
  }

  JsonNode events() {
    return hook("/_local/events").at("/" + account + "/us-east-1/default");
  }

  long failures(String function) {
    return hook("/_local/invocations")
        .at("/" + account + "/us-east-1/" + function + "/failures")
        .asLong();
  }

  long invocations(String function) {
    return hook("/_local/invocations")
        .at("/" + account + "/us-east-1/" + function + "/invocations")
        .asLong();
  }

  /// How often each function was invoked.
  Map<String, Long> invocations() {
    var all = new TreeMap<String, Long>();
    hook("/_local/invocations")
        .at("/" + account + "/us-east-1")
        .properties()
        .forEach(each -> all.put(each.getKey(), each.getValue().path("invocations").asLong()));
    return all;
  }

  /// Invokes a scheduled function.
  void runSchedule(String function) {
    schedule(function, "{}");
  }

  /// Stops the clock of a schedule.
  void stopSchedule(String function) {
    schedule(function, "{\"every_ms\": 864000000}");
  }

  private void schedule(String function, String body) {
    var hook = HttpRequest.newBuilder(URI.create(stack.url() + "/_local/schedules/" + function));
    var reply = send(hook, "POST", body);
    if (reply.status() >= 300) {
      throw new AssertionError(reply.text());
    }
  }

  private JsonNode hook(String path) {
    return send(HttpRequest.newBuilder(URI.create(stack.url() + path)), "GET", "").json();
  }

  JsonNode ocm(String hook, String body) {
    var reply = send(HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/" + hook)), "POST", body);
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return reply.json();
  }

  JsonNode ocmState() {
    return send(HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/state")), "GET", "").json();
  }

  void forgetFaults() {
    send(HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/fault")), "DELETE", "");
  }

  JsonNode history(String cluster) {
    return invoke("ShowHistoryFunction", "{\"cluster\": \"" + cluster + "\", \"order\": \"asc\"}")
        .json()
        .path("history");
  }

  String everythingIn(String table) {
    return aws("dynamodb", "DynamoDB_20120810.Scan", Json.object().put("TableName", table))
        .toString();
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  static <T> T await(String what, Supplier<Optional<T>> found) {
    var end = Instant.now().plus(PATIENCE);
    while (true) {
      var now = found.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("timed out waiting for " + what);
      }
      // Leaves the processor to the code under test.
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Override
  public void close() {
    stack.close();
    ocm.close();
  }
}
