package dev.imagemirrors.simulation;

import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import java.util.HashMap;
import java.util.Map;

/// A key has at most one accepted operation, and no operation takes effect twice.
final class KeyChecker implements Checker {
  @Override
  public void check(FinalState end, Assertions assertions) {
    Map<String, String> accepted = new HashMap<>();
    for (var status : end.operations()) {
      var key = status.operation().request().key();
      if (key != null && !freesItsKey(status) && wasQueued(end, status)) {
        var other = accepted.putIfAbsent(key.id(), status.id());
        assertions.require(
            other == null,
            Invariant.EXACTLY_ONCE,
            () -> "%s and %s have the same key".formatted(other, status.id()));
      }
      if (!end.isDisturbed(status)) {
        var effects = end.effects(status);
        var mirrors = effects.stream().map(each -> each.mirror().source()).distinct().count();
        assertions.require(
            mirrors == effects.size(),
            Invariant.EXACTLY_ONCE,
            () ->
                "%s made %s"
                    .formatted(
                        status.id(), effects.stream().map(ClusterChange::description).toList()));
      }
    }
  }

  /// A cancelled operation does, and one that was refused because it was not confirmed.
  private static boolean freesItsKey(Status status) {
    return status.state() == State.CANCELLED
        || (status.outcome() instanceof Outcome.Refused(var why) && why.asksForConfirmation());
  }

  private static boolean wasQueued(FinalState end, Status status) {
    return end.world().lanes().positions(status.operation().clusterId()).containsKey(status.id());
  }
}
