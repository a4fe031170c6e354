package dev.imagemirrors.local.ocm;

import com.sun.net.httpserver.HttpServer;
import dev.imagemirrors.local.http.ExpectedHosts;
import dev.imagemirrors.local.thread.Threads;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// The OCM simulator: OCM's image-mirror API and token service on one port, by default on the
/// loopback interface.
///
/// It imitates the replies of the real service, so the `rosa` CLI and the Terraform provider run
/// against it unchanged. Several can run in one process, with separate state. The hooks under
/// `/_sim` control it:
///
/// - `GET /_sim/state`: clusters with their mirrors, `accepted_writes`, `rollouts`, `no_op_edits`,
///   `conflicts` and `max_writes_in_flight`; `calls` by route; `faults_left`, `tokens_issued`,
///   `conflict_ms`, `behaviour`.
/// - `POST /_sim/reset`: resets everything.
/// - `POST /_sim/clusters/{id or name}`: applies a merge-patch to the cluster. Creates a ready,
///   hosted cluster first if there is none.
/// - `POST /_sim/conflict` `{"ms"}`: for how long after an accepted write the next write to that
///   cluster gets a 409; 0 turns this off.
/// - `POST /_sim/fault` `{"method", "match", "times", "status", "reason", "empty", "body",
///   "content_type", "retry_after", "reset", "delay_ms", "after"}`: injects a fault into the next
///   calls that match; `DELETE` removes all faults.
/// - `POST /_sim/tokens` `{"lifetime_s", "revoke"}`: the lifetime of new tokens; whether to revoke
///   the tokens issued so far.
/// - `POST /_sim/behaviour` `{"patch_with_source", "patch_bad_type": "ignore|refuse",
///   "check_formats": true|false, "not_ready_status", "not_hosted_status": 4xx}`: the behaviour
///   that is not known of the real service.
public final class OcmSimulator implements AutoCloseable {
  /// The clusters it starts with.
  public static final String CLUSTERS = "mycluster, hcp-ready, hcp-installing, hcp-eu, classic";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 1024;

  static {
    // Read once, by the first server of the process. By default the server drops a connection that
    // was idle for as long
    // as the JDK's client keeps one, or beyond 200 of them: a POST that crosses with that is lost.
    setDefault("sun.net.httpserver.idleInterval", "600");
    setDefault("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private final HttpServer server;
  private final ExecutorService threads = Threads.perTask("ocm-simulator");

  private OcmSimulator(HttpServer server, Options options) {
    this.server = server;
    server.setExecutor(threads);
    var hosts = new ExpectedHosts(options.host(), port(), options.allowedHosts());
    server.createContext(
        "/", new CallDispatcher(url(), hosts, options.clock(), StateFile.in(options.data())));
  }

  /// Options of a simulator. [#onPort] has the defaults; the `with` methods change them.
  ///
  /// @param port 0 selects a free port
  /// @param allowedHosts hosts by which it may be called, see [ExpectedHosts]
  /// @param data the directory for its clusters and mirrors; if empty, they are in memory
  public record Options(
      InetAddress host,
      int port,
      InstantSource clock,
      List<String> allowedHosts,
      Optional<Path> data) {
    public Options {
      allowedHosts = List.copyOf(allowedHosts);
    }

    public static Options onPort(int port) {
      try {
        return new Options(
            InetAddress.getByAddress("127.0.0.1", LOOPBACK),
            port,
            InstantSource.system(),
            List.of(),
            Optional.empty());
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    public Options withHost(InetAddress other) {
      return new Options(other, port, clock, allowedHosts, data);
    }

    Options withClock(InstantSource other) {
      return new Options(host, port, other, allowedHosts, data);
    }

    public Options withAllowedHosts(List<String> others) {
      return new Options(host, port, clock, others, data);
    }

    public Options withData(Optional<Path> directory) {
      return new Options(host, port, clock, allowedHosts, directory);
    }
  }

  /// Starts on that port; 0 selects a free port.
  ///
  /// @throws BindException if the port is in use
  public static OcmSimulator start(int port) throws IOException {
    return start(Options.onPort(port));
  }

  /// Starts with these options.
  ///
  /// @throws BindException if the port is in use
  /// @throws IllegalStateException if the state in the data directory cannot be read
  public static OcmSimulator start(Options options) throws IOException {
    var server = bind(options.host(), options.port());
    try {
      var simulator = new OcmSimulator(server, options);
      server.start();
      return simulator;
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static HttpServer bind(InetAddress host, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (BindException e) {
      var named =
          new BindException(
              "port %d of %s cannot be had: %s"
                  .formatted(port, host.getHostAddress(), e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// The base URL of the API, without a trailing slash, by which this machine reaches it.
  public String url() {
    var address = server.getAddress().getAddress();
    if (address.isAnyLocalAddress()) {
      return "http://127.0.0.1:" + port();
    }
    var host = address.getHostAddress();
    return "http://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port();
  }

  public String tokenUrl() {
    return url() + TokenEndpoint.PATH;
  }

  /// Commands to copy: get a token, and use the `rosa` CLI with this simulator.
  public String banner() {
    return """
    OCM simulator: %1$s
    clusters: %3$s

    curl -s -u id:secret -d grant_type=client_credentials %2$s
    curl -s %1$s/_sim/state

    rosa login --env %1$s --token-url %2$s --client-id id --client-secret secret
    rosa create image-mirror -c mycluster --source registry.redhat.io/ubi9 --mirrors mirror.example.com/ubi9
    rosa list image-mirrors -c mycluster
    """
        .formatted(url(), tokenUrl(), CLUSTERS);
  }

  /// Stops immediately and aborts calls in progress.
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
