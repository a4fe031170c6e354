package dev.imagemirrors.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemirrors.local.http.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lambda's Runtime API (2018-06-01) for one function's process, which asks it for events one by
/// one. Every moment is of [System#nanoTime].
final class RuntimeApi implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;
  private static final String VERSION = "/2018-06-01/runtime/";

  /// Where a function finds its credentials when SnapStart keeps them out of its environment.
  static final String CREDENTIALS_PATH = "/2021-04-23/credentials";

  private static final String CREDENTIALS =
      """
      {"AccessKeyId": "local", "SecretAccessKey": "local", "Token": "local", \
      "Expiration": "2099-01-01T00:00:00Z"}
      """;

  static {
    Port.tuneServers();
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String function;
  private final Duration timeout;
  private final BlockingQueue<Pending> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Long> initialized = new CompletableFuture<>();
  private final CompletableFuture<Long> checkpoint = new CompletableFuture<>();
  private final CountDownLatch restore = new CountDownLatch(1);

  /// An event that nobody has asked for yet.
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Pending(byte[] event) {}

  /// A reply, and when it was read whole.
  record Answer(boolean succeeded, String text, long at) {}

  private RuntimeApi(HttpServer server, String function, Duration timeout) {
    this.server = server;
    this.function = function;
    this.timeout = timeout;
    server.setExecutor(threads);
    server.createContext("/", this::exchange);
  }

  static RuntimeApi start(String function, Duration timeout) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var api = new RuntimeApi(HttpServer.create(address, 0), function, timeout);
    api.server.start();
    return api;
  }

  /// Host and port, as AWS_LAMBDA_RUNTIME_API has them.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// When the function first asked for an event: its init has ended.
  long awaitInit() {
    return await(initialized);
  }

  /// When it asked to be restored: the hooks before the checkpoint have run.
  long awaitCheckpoint() {
    return await(checkpoint);
  }

  /// Lets it go on, as after a restore.
  void restore() {
    restore.countDown();
  }

  /// Hands over an event that the function gets as soon as it asks.
  void send(byte[] event) {
    events.add(new Pending(event));
  }

  /// Waits for the reply to what was sent.
  ///
  /// @throws FunctionFailed when it is an error
  Answer await() {
    try {
      var answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new FunctionFailed(function + " did not answer");
      }
      if (!answer.succeeded()) {
        throw new FunctionFailed(function + " failed: " + answer.text());
      }
      return answer;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Whoever waits for the function is told that it will not come.
  void fail(String why) {
    initialized.completeExceptionally(new FunctionFailed(why));
    checkpoint.completeExceptionally(new FunctionFailed(why));
    answers.add(new Answer(false, why, System.nanoTime()));
  }

  private long await(CompletableFuture<Long> moment) {
    try {
      return moment.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw new FunctionFailed(function + " did not get so far in time");
    } catch (ExecutionException e) {
      throw new FunctionFailed(function + ": " + String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = exchange.getRequestBody().readAllBytes();
      long now = System.nanoTime();
      if (path.equals(CREDENTIALS_PATH)) {
        reply(exchange, CREDENTIALS.getBytes(StandardCharsets.UTF_8));
        return;
      }
      switch (exchange.getRequestMethod() + " " + path.replace(VERSION, "")) {
        case "GET invocation/next" -> next(exchange, now);
        case "GET restore/next" -> restored(exchange, now);
        case "POST init/error", "POST restore/error" -> {
          fail(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(202, -1);
        }
        case String call when call.startsWith("POST invocation/") -> {
          exchange.sendResponseHeaders(202, -1);
          answers.add(
              new Answer(
                  call.endsWith("/response"), new String(body, StandardCharsets.UTF_8), now));
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange, long now) throws IOException, InterruptedException {
    initialized.complete(now);
    var pending = events.take();
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
    headers.set(
        "Lambda-Runtime-Deadline-Ms", Long.toString(Instant.now().plus(timeout).toEpochMilli()));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:us-east-1:000000000000:function:" + function);
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700");
    reply(exchange, pending.event());
  }

  private void restored(HttpExchange exchange, long now) throws IOException, InterruptedException {
    checkpoint.complete(now);
    restore.await();
    exchange.sendResponseHeaders(200, -1);
  }

  private static void reply(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
