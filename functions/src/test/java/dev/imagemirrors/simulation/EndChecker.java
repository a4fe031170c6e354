package dev.imagemirrors.simulation;

/// Everything that was written down has ended, and nothing is left anywhere.
final class EndChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var status : facts.operations()) {
      verdict.require(
          status.state().ended(),
          Invariant.ENDS,
          () -> status.id() + " is " + status.state().label());
    }
    for (var left : facts.unfinished()) {
      verdict.breaks(Invariant.ENDS, left + " is left");
    }
    for (var cluster : facts.clusters()) {
      var laneState = facts.state(cluster);
      verdict.require(
          laneState.inFlight() == null
              && laneState.queue().stream().allMatch(id -> hasEnded(facts, id)),
          Invariant.NOTHING_LEFT,
          () ->
              "on %s there are %s and %s"
                  .formatted(cluster, laneState.inFlight(), laneState.queue()));
    }
    verdict.require(
        facts.world().queue().isEmpty(), Invariant.NOTHING_LEFT, () -> "the queue is not empty");
  }

  /// What was put in line once more, late, after it was worked off, stays there until somebody
  /// comes.
  private static boolean hasEnded(Facts facts, String id) {
    return facts.operation(id).filter(status -> status.state().ended()).isPresent();
  }
}
