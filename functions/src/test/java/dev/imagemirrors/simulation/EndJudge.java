package dev.imagemirrors.simulation;

/// Everything that was written down has ended, and nothing is left anywhere.
final class EndJudge implements Judge {
  @Override
  public void judge(Facts facts, Verdict verdict) {
    for (var status : facts.operations()) {
      verdict.require(
          status.state().ended(),
          Promise.ENDS,
          () -> status.id() + " is " + status.state().label());
    }
    for (var left : facts.unfinished()) {
      verdict.breaks(Promise.ENDS, left + " is left");
    }
    for (var cluster : facts.clusters()) {
      var standing = facts.standing(cluster);
      verdict.require(
          standing.inFlight() == null
              && standing.line().stream().allMatch(id -> hasEnded(facts, id)),
          Promise.NOTHING_LEFT,
          () ->
              "on %s there are %s and %s".formatted(cluster, standing.inFlight(), standing.line()));
    }
    verdict.require(
        facts.world().queue().isEmpty(), Promise.NOTHING_LEFT, () -> "the queue is not empty");
  }

  /// What was put in line once more, late, after it was worked off, stays there until somebody
  /// comes.
  private static boolean hasEnded(Facts facts, String id) {
    return facts.operation(id).filter(status -> status.state().ended()).isPresent();
  }
}
