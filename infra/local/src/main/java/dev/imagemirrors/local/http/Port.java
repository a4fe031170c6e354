package dev.imagemirrors.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemirrors.local.thread.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;

/// The port on 127.0.0.1 and the services behind it. The first service that accepts a request
/// handles it.
public final class Port implements AutoCloseable {
  /// Exceeds the limits of all services, which have error replies of their own.
  private static final int LARGEST_BODY = 12 << 20;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static {
    tuneServers();
  }

  private final HttpServer server;
  private final ExpectedHosts hosts;
  private final ExecutorService threads = Threads.perTask("http");
  private volatile boolean closed;

  private Port(HttpServer server, ExpectedHosts hosts) {
    this.server = server;
    this.hosts = hosts;
  }

  /// System properties that the JDK's HTTP server reads once per process.
  public static void tuneServers() {
    // Otherwise the second packet of a reply waits for the client's delayed ACK: 40 ms.
    setDefault("sun.net.httpserver.nodelay", "true");
    // Otherwise it drops a connection that has been idle for as long as the JDK's client keeps one,
    // or beyond 200 of them, and a POST that crosses with that is lost.
    setDefault("sun.net.httpserver.idleInterval", "600");
    setDefault("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// Binds the port (0: any free port) without accepting requests yet.
  ///
  /// @param allowedHosts see [ExpectedHosts]
  /// @throws IOException if the port is in use
  public static Port bind(int port, List<String> allowedHosts) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", LOOPBACK), port);
    var server = HttpServer.create(address, 1024);
    return new Port(
        server,
        new ExpectedHosts(address.getAddress(), server.getAddress().getPort(), allowedHosts));
  }

  public int number() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + number();
  }

  public void open(List<Endpoint> endpoints) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> exchange(exchange, endpoints));
    server.start();
  }

  private void exchange(HttpExchange exchange, List<Endpoint> endpoints) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      var refusal = hosts.refusal(exchange.getRequestHeaders());
      var reply =
          refusal.isPresent()
              ? Reply.forbidden(refusal.get())
              : body.length > LARGEST_BODY
                  ? Reply.message(413, "Request Too Long")
                  : answer(request(exchange, body), endpoints);
      reply.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      boolean bodiless = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
      if (!bodiless) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  private static Request request(HttpExchange exchange, byte[] body) {
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        exchange.getRequestHeaders(),
        body,
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private Reply answer(Request request, List<Endpoint> endpoints) {
    try {
      for (var endpoint : endpoints) {
        if (endpoint.handles(request)) {
          return endpoint.answer(request);
        }
      }
      return Reply.message(
          404, "No service on this port handles " + request.method() + " " + request.path());
    } catch (RuntimeException e) {
      // Closing the port interrupts the requests that are in flight.
      if (!closed) {
        e.printStackTrace();
      }
      return Reply.message(500, "The local stack failed: " + e);
    }
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
