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

/// The way to OCM, on which requests and answers are lost, and take their time.
///
/// How late a request may take effect is bounded by the design. A write that is in doubt is looked
/// for at once and again one backoff later, 40 ms at the least, before it counts as not done: so
/// what takes effect after its caller gave up does so within [#LATEST]. A caller that was killed is
/// not followed before its lease has ended, whose margin is 5 minutes, of which clocks may take 4:
/// what it has sent takes effect within [#LATEST_OF_THE_KILLED].
final class SimulatedNetwork implements Wire {
  static final Duration LATEST = Duration.ofMillis(35);
  static final Duration LATEST_OF_THE_KILLED = Duration.ofSeconds(40);

  private static final Received NONE = new Received(0, "", null);

  private final Calls calls;
  private final Chaos chaos;
  private final SimulatedOcm ocm;
  private final OcmMonitor monitor;

  /// How long a way takes at the most.
  private final Duration farthest;

  SimulatedNetwork(Calls calls, Chaos chaos, SimulatedOcm ocm, OcmMonitor monitor) {
    this.farthest = Duration.ofMillis(chaos.maybe(0.3) ? 3 : 150);
    this.calls = calls;
    this.chaos = chaos;
    this.ocm = ocm;
    this.monitor = monitor;
  }

  @Override
  public Received carry(Sent request, Deadline deadline, Duration lifetime) throws IOException {
    calls.sleep(Duration.ZERO, Fault.KILLED_BEFORE);
    monitor.asks(request, lifetime);
    if (request.uri().getPath().equals("/token")) {
      return token(lifetime);
    }
    if (chaos.strikes(Fault.TOKEN_REVOKED)) {
      ocm.revokeTokens();
    }
    var flight = new Flight(request, monitor.holder());
    try {
      var answer = flight.fly(fate(lifetime));
      calls.tell(words(request) + " -> " + answer.status() + " " + answer.body());
      return answer;
    } catch (IOException lost) {
      calls.tell(words(request) + " -> " + lost.getMessage());
      throw lost;
    }
  }

  private Received token(Duration lifetime) {
    var down = chaos.strikes(Fault.TOKENS_DOWN);
    calls.sleep(shorter(lifetime, chaos.millis(5, 100)), Fault.KILLED_AFTER);
    if (down) {
      calls.tell("the token service is down");
      return SimulatedOcm.error(503, "down");
    }
    return ocm.token(calls.scheduler().now());
  }

  private Duration latency() {
    return chaos.between(farthest.dividedBy(30), farthest);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  static String words(Sent request) {
    var path = request.uri().getPath().replace("/api/clusters_mgmt/v1/clusters", "");
    var query = Optional.ofNullable(request.uri().getQuery()).map(text -> "?" + text).orElse("");
    var body = Optional.ofNullable(request.body()).map(text -> " " + text).orElse("");
    return request.method() + " /clusters" + path + query + body;
  }

  /// A request on its way, and its answer on the way back.
  private final class Flight {
    private final Sent request;
    private final Invocation.@Nullable Hold by;
    private @Nullable Received answer;
    private boolean over;
    private boolean alone;

    Flight(Sent request, Invocation.@Nullable Hold by) {
      this.request = request;
      this.by = by;
    }

    Received fly(Fate fate) throws IOException {
      if (writes()) {
        monitor.departs(request, by);
      }
      if (fate.arrives() == null) {
        land();
      } else {
        calls.scheduler().after(fate.arrives(), this::arrive);
      }
      try {
        // Its sender may be killed while it is on its way, and while the answer is.
        var half = fate.returns().dividedBy(2);
        calls.sleep(half, Fault.KILLED_AFTER);
        calls.sleep(fate.returns().minus(half), Fault.KILLED_AFTER);
      } catch (Killed killed) {
        alone = answer == null;
        monitor.doubts(by);
        throw killed;
      }
      if (!fate.ending().isClear()) {
        monitor.doubts(by);
      }
      return fate.ending().answer(answer == null ? NONE : answer);
    }

    private boolean writes() {
      return !request.method().equals("GET");
    }

    private void arrive() {
      if (alone && !chaos.isCalm()) {
        alone = false;
        calls.scheduler().after(chaos.between(Duration.ZERO, LATEST_OF_THE_KILLED), this::arrive);
        return;
      }
      answer = ocm.answer(request, by, calls.scheduler().now());
      land();
    }

    /// From here on it has no effect any more.
    private void land() {
      if (!over && writes()) {
        over = true;
        monitor.lands(request);
      }
    }
  }

  /// How an exchange goes.
  ///
  /// @param arrives when the request takes effect; null where it never does
  /// @param returns when its sender knows how it went
  private record Fate(@Nullable Duration arrives, Duration returns, Ending ending) {
    /// What the sender knows in the end, of the answer that it should have had.
    interface Ending {
      Received answer(Received truth) throws IOException;

      /// Whether it knows what became of its request.
      default boolean isClear() {
        return false;
      }
    }

    static Fate answered(Duration returns, Received answer) {
      return new Fate(null, returns, _ -> answer);
    }

    static Fate lost(@Nullable Duration arrives, Duration returns, IOException failure) {
      return new Fate(
          arrives,
          returns,
          _ -> {
            throw failure;
          });
    }
  }

  private static final class Clear implements Fate.Ending {
    @Override
    public Received answer(Received truth) {
      return truth;
    }

    @Override
    public boolean isClear() {
      return true;
    }
  }

  private Fate fate(Duration lifetime) {
    var there = shorter(lifetime.dividedBy(3), latency());
    var returns = there.plus(shorter(lifetime.dividedBy(3), latency()));
    if (chaos.strikes(Fault.OCM_UNREACHABLE)) {
      return Fate.lost(null, there, new Unreached());
    }
    if (chaos.strikes(Fault.OCM_RESETS_BEFORE)) {
      return Fate.lost(null, there, new IOException("reset before it arrived"));
    }
    if (chaos.strikes(Fault.OCM_RESETS_AFTER)) {
      return Fate.lost(there, returns, new IOException("reset after it arrived"));
    }
    if (chaos.strikes(Fault.OCM_SLOW)) {
      var arrives = chaos.between(Duration.ZERO, lifetime);
      return Fate.lost(arrives, lifetime, new SocketTimeoutException("no answer in time"));
    }
    if (chaos.strikes(Fault.OCM_LATE)) {
      var late = chaos.between(Duration.ofNanos(1), LATEST);
      return chaos.maybe(0.5)
          ? Fate.lost(there.plus(late), there, new IOException("reset, and arrives later"))
          : Fate.lost(lifetime.plus(late), lifetime, new SocketTimeoutException("arrives later"));
    }
    if (chaos.strikes(Fault.OCM_FAILS_BEFORE)) {
      var status = chaos.oneOf(List.of(500, 502, 503, 504));
      return Fate.answered(returns, SimulatedOcm.error(status, "broken before"));
    }
    if (chaos.strikes(Fault.OCM_DENIES)) {
      return Fate.answered(returns, SimulatedOcm.error(403, "forbidden"));
    }
    if (chaos.strikes(Fault.OCM_THROTTLES)) {
      var wait = Integer.toString(chaos.below(20));
      return Fate.answered(returns, new Received(429, "{}", wait));
    }
    return new Fate(there, returns, ending());
  }

  /// What becomes of an answer on its way back.
  private Fate.Ending ending() {
    if (chaos.strikes(Fault.OCM_FAILS_AFTER)) {
      var status = chaos.oneOf(List.of(500, 502, 503, 504));
      return _ -> SimulatedOcm.error(status, "broken after");
    }
    if (chaos.strikes(Fault.OCM_EMPTY)) {
      return truth -> isDone(truth) ? new Received(truth.status(), "", null) : truth;
    }
    if (chaos.strikes(Fault.OCM_FOREIGN_BODY)) {
      return truth -> isDone(truth) ? new Received(200, "<html>welcome</html>", null) : truth;
    }
    return new Clear();
  }

  private static boolean isDone(Received answer) {
    return answer.status() < 300;
  }
}
