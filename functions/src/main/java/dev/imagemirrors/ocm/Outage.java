package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Time;
import java.time.Duration;

/// A circuit breaker: when OCM has answered nothing for a while, each invocation sends one short
/// call, which finds out whether it answers again, and no other. So an invocation does not wait for
/// an outage to end.
///
/// A 409 or a 429 is an answer, and so is an error of OCM itself; 502, 503 and 504 are not. Each
/// function environment decides by its own calls.
final class Outage {
  /// How long calls are repeated although none is answered: a part of the time that an invocation
  /// has for them, and this at most. It is shorter than a call, so that one call that gets no
  /// answer is enough.
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  private static final int SHARE = 10;

  /// The time between two calls that have as much time as without an outage, for an OCM that
  /// answers slowly.
  static final Duration PROBES = Duration.ofSeconds(30);

  /// After this time without a call, nothing is known any more.
  private static final Duration FORGETS = Duration.ofSeconds(60);

  private boolean unanswered;
  private long since;
  private long newest;
  private long nextProbe;

  /// Whether and how a call may be sent.
  enum Permit {
    CALL,
    SHORT_CALL,
    NONE
  }

  /// How long an invocation with this much time for calls waits for an answer.
  static Duration patience(Duration left) {
    var share = left.dividedBy(SHARE);
    return share.compareTo(PATIENCE) < 0 ? share : PATIENCE;
  }

  /// @param tried whether the invocation has sent a call that was not answered
  synchronized Permit permit(Time time, Duration patience, boolean tried) {
    var now = time.nanos();
    if (!isOn(now, patience)) {
      return Permit.CALL;
    }
    if (tried) {
      return Permit.NONE;
    }
    if (now - nextProbe < 0) {
      return Permit.SHORT_CALL;
    }
    nextProbe = now + PROBES.toNanos();
    return Permit.CALL;
  }

  synchronized boolean isOn(Time time, Duration patience) {
    return isOn(time.nanos(), patience);
  }

  synchronized void answered() {
    unanswered = false;
  }

  /// @param begun when the call was sent
  synchronized void unanswered(Time time, long begun) {
    var now = time.nanos();
    if (!unanswered || isForgotten(now)) {
      unanswered = true;
      since = begun;
      nextProbe = now + PROBES.toNanos();
    }
    newest = now;
  }

  private boolean isOn(long now, Duration patience) {
    return unanswered && !isForgotten(now) && now - since >= patience.toNanos();
  }

  /// Also after a snapshot is restored, when the clock may have another origin.
  private boolean isForgotten(long now) {
    return now - newest > FORGETS.toNanos() || now - newest < 0;
  }
}
