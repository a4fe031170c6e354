package dev.imagemirrors.local.ocm;

import java.time.Duration;
import java.util.Optional;

/// An injected fault for the next calls that match.
///
/// With `after` the call takes effect, and its reply is replaced. The delay comes before the call,
/// or with `after` before the reply. A fault without an outcome only delays.
record Fault(
    Optional<String> method,
    String match,
    int times,
    Duration delay,
    boolean after,
    Optional<Outcome> outcome) {

  static Fault read(HookFields fields) {
    var fault =
        new Fault(
            fields.string("method"),
            fields.string("match").orElse(""),
            fields.number("times", 1, 1_000_000).orElse(1),
            Duration.ofMillis(fields.number("delay_ms", 0, 600_000).orElse(0)),
            fields.truth("after").orElse(false),
            Outcome.read(fields));
    fields.refuseOthers();
    if (fault.outcome.isEmpty() && fault.delay.isZero()) {
      throw HookFields.refusal("status", "is needed, unless the fault has reset or delay_ms");
    }
    return fault;
  }

  boolean fits(Call call) {
    return call.path().contains(match)
        && method.map(wanted -> wanted.equalsIgnoreCase(call.method())).orElse(true);
  }

  Fault left(int timesLeft) {
    return new Fault(method, match, timesLeft, delay, after, outcome);
  }
}
