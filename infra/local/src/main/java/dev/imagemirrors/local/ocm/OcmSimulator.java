package dev.imagemirrors.local.ocm;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The OCM simulator: OCM's image-mirror API and its token service, on one port, by default of this
/// machine alone.
///
/// It answers as the real service is known to answer its clients, so the `rosa` CLI and the
/// Terraform provider run against it as they are. Several can run in one process; each has its own
/// state. Paths under `/_sim` set the scene:
///
/// - `GET /_sim/state`: clusters with their mirrors, `accepted_writes`, `rollouts`, `no_op_edits`,
///   `conflicts` and `max_writes_in_flight`; `calls` by route; `faults_left`, `tokens_issued`,
///   `conflict_ms`, `behaviour`.
/// - `POST /_sim/reset`: everything as at the start.
/// - `POST /_sim/clusters/{id or name}`: a merge-patch of the cluster, which is made, ready and
///   hosted, when there is none.
/// - `POST /_sim/conflict` `{"ms"}`: how long after an accepted write the next on that cluster gets
///   a 409; 0 is never.
/// - `POST /_sim/fault` `{"method", "match", "times", "status", "reason", "empty", "body",
///   "content_type", "retry_after", "reset", "delay_ms", "after"}`: what goes wrong with the next
///   calls that fit; `DELETE` forgets them.
/// - `POST /_sim/tokens` `{"lifetime_s", "revoke"}`: how long new tokens live; whether those issued
///   so far die now.
/// - `POST /_sim/behaviour` `{"patch_with_source", "patch_bad_type": "ignore|refuse",
///   "check_formats": true|false, "not_ready_status", "not_hosted_status": 4xx}`: what is not known
///   of the real service.
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
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OcmSimulator(HttpServer server, InstantSource clock) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", new Reception(url(), clock));
  }

  /// Starts on that port, or on any free one for 0.
  ///
  /// @throws BindException when the port is taken
  public static OcmSimulator start(int port) throws IOException {
    return start(port, InstantSource.system());
  }

  /// Starts where others than this machine may reach it.
  public static OcmSimulator start(InetAddress host, int port) throws IOException {
    return start(host, port, InstantSource.system());
  }

  static OcmSimulator start(int port, InstantSource clock) throws IOException {
    return start(InetAddress.getByAddress("127.0.0.1", LOOPBACK), port, clock);
  }

  private static OcmSimulator start(InetAddress host, int port, InstantSource clock)
      throws IOException {
    var simulator = new OcmSimulator(bind(host, port), clock);
    simulator.server.start();
    return simulator;
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

  /// The base URL of the API, without a slash at its end.
  public String url() {
    return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + port();
  }

  public String tokenUrl() {
    return url() + TokenEndpoint.PATH;
  }

  /// Lines to copy: how to get a token, and how the `rosa` CLI is pointed here.
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

  /// Stops at once; calls under way are cut off.
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
