package dev.imagemirrors.simulation;

import dev.imagemirrors.ocm.SimulatedConnection.Received;
import dev.imagemirrors.ocm.SimulatedConnection.Sent;
import dev.imagemirrors.ocm.SimulatedConnection.Unreached;
import dev.imagemirrors.ocm.SimulatedConnection.Wire;
import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The network to OCM, which delays and loses requests and responses.
///
/// The design bounds how late a request may take effect. A write in doubt is looked up at once and
/// again one backoff later, at least 40 ms, before it counts as not done; so a write that takes
/// effect after its caller gave up does so within [#MAX_DELAY]. A killed caller is taken over only
/// after its lease has expired, with a margin of 5 minutes, of which clock skew may take 4; so its
/// write takes effect within [#MAX_DELAY_AFTER_KILL].
final class SimulatedNetwork implements Wire {
  static final Duration MAX_DELAY = Duration.ofMillis(35);
  static final Duration MAX_DELAY_AFTER_KILL = Duration.ofSeconds(40);

  private static final Received NONE = new Received(0, "", null);

  private final Calls calls;
  private final FaultInjector faults;
  private final SimulatedOcm ocm;
  private final OcmMonitor monitor;
  private final List<OcmOutage> outages;

  /// The longest one-way latency.
  private final Duration maxLatency;

  SimulatedNetwork(
      Calls calls,
      FaultInjector faults,
      SimulatedOcm ocm,
      OcmMonitor monitor,
      List<OcmOutage> outages) {
    this.maxLatency = Duration.ofMillis(faults.chance(0.3) ? 3 : 150);
    this.calls = calls;
    this.faults = faults;
    this.ocm = ocm;
    this.monitor = monitor;
    this.outages = outages;
  }

  @Override
  public Received carry(Sent request, Deadline deadline, Duration lifetime) throws IOException {
    calls.sleep(Duration.ZERO, Fault.KILLED_BEFORE);
    monitor.callStarts(request, lifetime);
    if (request.uri().getPath().equals("/token")) {
      return token(lifetime);
    }
    if (faults.injects(Fault.TOKEN_REVOKED)) {
      ocm.revokeTokens();
    }
    var exchange = new Exchange(request, monitor.holder());
    try {
      var answer = exchange.send(plan(request, lifetime));
      calls.log(description(request) + " -> " + answer.status() + " " + answer.body());
      return answer;
    } catch (IOException lost) {
      calls.log(description(request) + " -> " + lost.getMessage());
      throw lost;
    }
  }

  private Received token(Duration lifetime) {
    var down = faults.injects(Fault.TOKENS_DOWN);
    calls.sleep(shorter(lifetime, faults.millis(5, 100)), Fault.KILLED_AFTER);
    if (down) {
      calls.log("the token service is down");
      return SimulatedOcm.error(503, "down");
    }
    return ocm.token(calls.scheduler().now());
  }

  private Duration latency() {
    return faults.between(maxLatency.dividedBy(30), maxLatency);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  static String description(Sent request) {
    var path = request.uri().getPath().replace("/api/clusters_mgmt/v1/clusters", "");
    var query = Optional.ofNullable(request.uri().getQuery()).map(text -> "?" + text).orElse("");
    var body = Optional.ofNullable(request.body()).map(text -> " " + text).orElse("");
    return request.method() + " /clusters" + path + query + body;
  }

  /// A request in transit, and its response.
  private final class Exchange {
    private final Sent request;
    private final Invocation.@Nullable Holder by;
    private @Nullable Received answer;
    private boolean over;
    private boolean alone;

    Exchange(Sent request, Invocation.@Nullable Holder by) {
      this.request = request;
      this.by = by;
    }

    Received send(ExchangePlan plan) throws IOException {
      if (writes()) {
        monitor.sent(request, by);
      }
      if (plan.arrives() == null) {
        complete();
      } else {
        calls.scheduler().after(plan.arrives(), this::arrive);
      }
      try {
        // The sender may be killed while the request or the response is in transit.
        var half = plan.returns().dividedBy(2);
        calls.sleep(half, Fault.KILLED_AFTER);
        calls.sleep(plan.returns().minus(half), Fault.KILLED_AFTER);
      } catch (Killed killed) {
        alone = answer == null;
        monitor.inDoubt(by);
        throw killed;
      }
      if (!plan.ending().isClear()) {
        monitor.inDoubt(by);
      }
      return plan.ending().answer(answer == null ? NONE : answer);
    }

    private boolean writes() {
      return !request.method().equals("GET");
    }

    private void arrive() {
      if (alone && !faults.isStopped()) {
        alone = false;
        calls.scheduler().after(faults.between(Duration.ZERO, MAX_DELAY_AFTER_KILL), this::arrive);
        return;
      }
      answer = ocm.answer(request, by, calls.scheduler().now());
      complete();
    }

    /// The request has no effect from now on.
    private void complete() {
      if (!over && writes()) {
        over = true;
        monitor.completed(request);
      }
    }
  }

  /// The planned course of an exchange.
  ///
  /// @param arrives when the request takes effect; null for never
  /// @param returns when the sender gets a response or an error
  private record ExchangePlan(@Nullable Duration arrives, Duration returns, Ending ending) {
    /// What the sender receives in place of the real response.
    interface Ending {
      Received answer(Received truth) throws IOException;

      /// Whether the sender learns the result of its request.
      default boolean isClear() {
        return false;
      }
    }

    static ExchangePlan answered(Duration returns, Received answer) {
      return new ExchangePlan(null, returns, _ -> answer);
    }

    static ExchangePlan lost(@Nullable Duration arrives, Duration returns, IOException failure) {
      return new ExchangePlan(
          arrives,
          returns,
          _ -> {
            throw failure;
          });
    }
  }

  private static final class Clear implements ExchangePlan.Ending {
    @Override
    public Received answer(Received truth) {
      return truth;
    }

    @Override
    public boolean isClear() {
      return true;
    }
  }

  private ExchangePlan plan(Sent request, Duration lifetime) {
    return outages.stream()
        .filter(outage -> outage.isOn(calls.scheduler().now()) && outage.concerns(request))
        .findFirst()
        .map(outage -> unanswered(outage.kind(), lifetime))
        .orElseGet(() -> plan(lifetime));
  }

  private ExchangePlan unanswered(OcmOutage.Kind kind, Duration lifetime) {
    var returns = shorter(lifetime, latency());
    return switch (kind) {
      case HANGS -> ExchangePlan.lost(null, lifetime, new SocketTimeoutException("OCM hangs"));
      case ANSWERS_503 -> ExchangePlan.answered(returns, SimulatedOcm.error(503, "outage"));
      case UNREACHABLE -> ExchangePlan.lost(null, returns, new Unreached());
    };
  }

  private ExchangePlan plan(Duration lifetime) {
    var there = shorter(lifetime.dividedBy(3), latency());
    var returns = there.plus(shorter(lifetime.dividedBy(3), latency()));
    if (faults.injects(Fault.OCM_UNREACHABLE)) {
      return ExchangePlan.lost(null, there, new Unreached());
    }
    if (faults.injects(Fault.OCM_RESETS_BEFORE)) {
      return ExchangePlan.lost(null, there, new IOException("reset before it arrived"));
    }
    if (faults.injects(Fault.OCM_RESETS_AFTER)) {
      return ExchangePlan.lost(there, returns, new IOException("reset after it arrived"));
    }
    if (faults.injects(Fault.OCM_SLOW)) {
      var arrives = faults.between(Duration.ZERO, lifetime);
      return ExchangePlan.lost(arrives, lifetime, new SocketTimeoutException("timed out"));
    }
    if (faults.injects(Fault.OCM_LATE)) {
      var late = faults.between(Duration.ofNanos(1), MAX_DELAY);
      return faults.chance(0.5)
          ? ExchangePlan.lost(there.plus(late), there, new IOException("reset, and arrives later"))
          : ExchangePlan.lost(
              lifetime.plus(late), lifetime, new SocketTimeoutException("arrives later"));
    }
    if (faults.injects(Fault.OCM_FAILS_BEFORE)) {
      var status = faults.pick(List.of(500, 502, 503, 504));
      return ExchangePlan.answered(returns, SimulatedOcm.error(status, "broken before"));
    }
    if (faults.injects(Fault.OCM_DENIES)) {
      return ExchangePlan.answered(returns, SimulatedOcm.error(403, "forbidden"));
    }
    if (faults.injects(Fault.OCM_THROTTLES)) {
      var wait = Integer.toString(faults.below(20));
      return ExchangePlan.answered(returns, new Received(429, "{}", wait));
    }
    return new ExchangePlan(there, returns, ending());
  }

  /// The faults of a response on its way back.
  private ExchangePlan.Ending ending() {
    if (faults.injects(Fault.OCM_FAILS_AFTER)) {
      var status = faults.pick(List.of(500, 502, 503, 504));
      return _ -> SimulatedOcm.error(status, "broken after");
    }
    if (faults.injects(Fault.OCM_EMPTY)) {
      return truth -> isDone(truth) ? new Received(truth.status(), "", null) : truth;
    }
    if (faults.injects(Fault.OCM_FOREIGN_BODY)) {
      return truth -> isDone(truth) ? new Received(200, "<html>welcome</html>", null) : truth;
    }
    return new Clear();
  }

  private static boolean isDone(Received answer) {
    return answer.status() < 300;
  }
}
