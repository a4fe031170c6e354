package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Relay;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.time.Backoff;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// OCM with our own credentials or with the token of a caller. Connections and tokens are kept; the
/// ports are opened for each invocation.
public final class Ocm {
  private final Exchange exchange;
  private final URI url;
  private final TokenSource tokens;
  private final Throttle throttle = new Throttle();
  private final Backoff backoff;

  public Ocm(
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    this(new Exchange(), url, tokenUrl, credentials, time, random);
  }

  Ocm(
      Exchange exchange,
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    this(
        exchange,
        url,
        new OcmTokens(exchange, tokenUrl, credentials, time, random),
        new Backoff(Duration.ofMillis(150), Duration.ofSeconds(2), 1.5, random));
  }

  private Ocm(Exchange exchange, URI url, TokenSource tokens, Backoff backoff) {
    this.exchange = exchange;
    this.url = url;
    this.tokens = tokens;
    this.backoff = backoff;
  }

  /// OCM over the same connections, with the token of a caller instead of our credentials. A pause
  /// that OCM asks a caller for is not one for others.
  public Ocm with(String token) {
    return new Ocm(exchange, url, new CallerToken(token), backoff);
  }

  /// An OCM within this process that answers every call successfully.
  public static Ocm forPriming(
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    return new Ocm(new Exchange(new PrimingOcm()), url, tokenUrl, credentials, time, random);
  }

  /// Sends a request of each kind to a server that accepts anything.
  public static void primeConnections(URI server) {
    var exchange = new Exchange();
    var deadline = Deadline.in(Time.SYSTEM, Duration.ofSeconds(5));
    var _ = exchange.send(OcmRequest.of("GET", server), deadline);
    for (var repeatable : new boolean[] {true, false}) {
      var request = OcmRequest.of("POST", server).with("application/json", "{}", repeatable);
      var _ = exchange.send(request, deadline);
    }
  }

  public Clusters clusters(Deadline deadline, Telemetry telemetry) {
    return new OcmClusters(http(deadline, telemetry));
  }

  public ClusterMirrors mirrors(Deadline deadline, Telemetry telemetry) {
    return new OcmMirrors(http(deadline, telemetry));
  }

  public Relay relay(Deadline deadline, Telemetry telemetry) {
    return new OcmRelay(http(deadline, telemetry));
  }

  private OcmHttp http(Deadline deadline, Telemetry telemetry) {
    return new OcmHttp(exchange, url, tokens, throttle, backoff, deadline, telemetry);
  }
}
