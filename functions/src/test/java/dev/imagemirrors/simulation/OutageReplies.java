package dev.imagemirrors.simulation;

import java.time.Duration;

/// Checks the replies to callers who came while OCM was down.
final class OutageReplies {
  private static final Duration READ = Duration.ofSeconds(2);
  private static final int ACCEPTED = 202;

  private OutageReplies() {}

  static void checkReads(FinalState end, Assertions assertions, OcmOutage outage) {
    for (var reply : end.world().requestLog().replies()) {
      if (reply.function() == DeployedFunction.LIST && outage.isOn(reply.from())) {
        var took = Duration.ofNanos(reply.to() - reply.from());
        end.world().figures().measured("slowest read in an outage", took);
        assertions.require(
            reply.status() == 200 && took.compareTo(READ) <= 0,
            Invariant.READS_IN_OUTAGES,
            () ->
                "a read at %s got %d after %s"
                    .formatted(Trace.time(reply.from()), reply.status(), took));
      }
    }
  }

  /// @param throttled whether it is expected that functions are not invoked
  static void checkWrites(
      FinalState end, Assertions assertions, OcmOutage outage, boolean throttled) {
    for (var reply : end.world().requestLog().replies()) {
      if (reply.request() != null
          && outage.isOn(reply.from())
          && !(throttled && reply.isThrottled())) {
        var took = Duration.ofNanos(reply.to() - reply.from());
        end.world().figures().measured("slowest write in an outage", took);
        assertions.require(
            reply.status() == ACCEPTED,
            Invariant.WRITES_IN_OUTAGES,
            () ->
                "a write at %s got %d %s"
                    .formatted(Trace.time(reply.from()), reply.status(), reply.problem()));
      }
    }
  }
}
