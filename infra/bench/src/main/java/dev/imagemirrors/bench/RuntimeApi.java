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

/// Lambda's Runtime API (2018-06-01) for the process of one function, which polls it for events.
/// All times are of [System#nanoTime].
final class RuntimeApi implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;
  private static final String VERSION = "/2018-06-01/runtime/";

  /// The path at which a function gets its credentials when SnapStart keeps them out of its
  /// environment.
  static final String CREDENTIALS_PATH = "/2021-04-23/credentials";

  private static final String CREDENTIALS =
      """
      {"AccessKeyId": "local", "SecretAccessKey": "local", "Token": "%s", \
      "Expiration": "2099-01-01T00:00:00Z"}
      """
          .formatted(StackProcess.SESSION_TOKEN);

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

  /// A pending event.
  // Never compared, so record equality of the array does not matter.
  @SuppressWarnings("ArrayRecordComponent")
  private record Pending(byte[] event) {}

  /// A reply, and the time at which it was read completely.
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

  /// Host and port, in the format of AWS_LAMBDA_RUNTIME_API.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// The time of the first poll, at which the init has ended.
  long awaitInit() {
    return await(initialized);
  }

  /// The time of the request to restore, after the hooks before the checkpoint.
  long awaitCheckpoint() {
    return await(checkpoint);
  }

  /// Lets the function continue, as after a restore.
  void restore() {
    restore.countDown();
  }

  /// Sends an event, which the function gets at its next poll.
  void send(byte[] event) {
    events.add(new Pending(event));
  }

  /// Waits for the reply to the last event.
  ///
  /// @throws FunctionFailed if the reply is an error
  Answer await() {
    try {
      var answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new FunctionFailed(function + " did not reply");
      }
      if (!answer.succeeded()) {
        throw new FunctionFailed(function + " failed: " + answer.text());
      }
      return answer;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Fails all waits for the function.
  void fail(String why) {
    initialized.completeExceptionally(new FunctionFailed(why));
    checkpoint.completeExceptionally(new FunctionFailed(why));
    answers.add(new Answer(false, why, System.nanoTime()));
  }

  private long await(CompletableFuture<Long> moment) {
    try {
      return moment.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw new FunctionFailed(function + " timed out");
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
