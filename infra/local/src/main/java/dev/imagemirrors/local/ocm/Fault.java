package dev.imagemirrors.local.ocm;

import java.time.Duration;
import java.util.Optional;

/// Something that goes wrong on purpose, for the next calls that it fits.
///
/// With `after` the call does its work first, and its answer is lost. The delay comes before the
/// work, or with `after` between the work and the answer. A fault without an outcome only delays.
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
