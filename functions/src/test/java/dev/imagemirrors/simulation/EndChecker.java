package dev.imagemirrors.simulation;

/// Every recorded operation has ended, and no lane or queue holds anything.
final class EndChecker implements Checker {
  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var status : end.operations()) {
      assertions.require(
          status.state().ended(),
          Invariant.EVERY_OPERATION_ENDS,
          () -> status.id() + " is " + status.state().label());
    }
    for (var left : end.unfinished()) {
      assertions.fail(Invariant.EVERY_OPERATION_ENDS, left + " has not ended");
    }
    for (var cluster : end.clusters()) {
      var laneState = end.state(cluster);
      assertions.require(
          (laneState.inFlight() == null || hasEnded(end, laneState.inFlight().operationId()))
              && laneState.queue().stream().allMatch(id -> hasEnded(end, id)),
          Invariant.EMPTY_QUEUES,
          () ->
              "the lane of %s still has %s, queue %s"
                  .formatted(cluster, laneState.inFlight(), laneState.queue()));
    }
    assertions.require(
        end.world().queue().isEmpty(), Invariant.EMPTY_QUEUES, () -> "the queue is not empty");
  }

  /// A late duplicate of a finished operation may stay there until the next caller drops it.
  private static boolean hasEnded(FinalState end, String id) {
    return end.operation(id).filter(status -> status.state().ended()).isPresent();
  }
}
