package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// Other functions use up the concurrency of the account for some time, while callers and events
/// arrive.
final class ThrottledAccount implements Scenario {
  private static final List<String> CLUSTERS = List.of("north", "south", "east");
  private static final int ACCOUNT = 20;
  private static final Duration BEFORE = Duration.ofMinutes(3);
  private static final Duration AFTER = Duration.ofMinutes(2);

  /// Lambda invokes a function again after 5 minutes at the latest, and a message that could not be
  /// delivered is visible again after 6. A dropped message leaves its operation to recovery, which
  /// checks it every 10 minutes.
  private static final Duration DRAINS = Duration.ofMinutes(20);

  @Override
  public String description() {
    return "throttled account";
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    // OCM answers with 409 for some time after each write, so writes wait in the queue.
    return Surroundings.of(CLUSTERS)
        .with(Limits.ofAccount(ACCOUNT))
        .withConflictWindow(faults.millis(1_000, 4_000))
        .withMaxReceives(3);
  }

  @Override
  public void play(World world) {
    var faults = world.faults();
    var throttle = faults.between(Duration.ofMinutes(25), Duration.ofMinutes(40));
    var all = BEFORE.plus(throttle).plus(AFTER);
    for (var cluster : CLUSTERS) {
      world.traffic().write(cluster, Duration.ofSeconds(1), BEFORE);
      world.traffic().write(cluster, Duration.ofSeconds(60), all);
      world.traffic().publish(cluster, Duration.ofSeconds(60), all);
      world.traffic().read(cluster, Duration.ofSeconds(90), all);
    }
    world.scheduler().sleep(BEFORE);
    var left = faults.below(2);
    world.concurrency().setOthers(ACCOUNT - left);
    world.trace().add("simulation", left + " executions are left");
    world.scheduler().sleep(throttle);
    world.concurrency().setOthers(0);
    world.trace().add("simulation", "all executions are free");
    world.scheduler().sleep(AFTER);
  }

  @Override
  public Duration longest(World world) {
    return Duration.ofHours(2).plus(DRAINS);
  }

  @Override
  public void check(FinalState end, Assertions assertions) {
    var world = end.world();
    world.figures().measured("invocations that were throttled", world.concurrency().throttled());
    Drain.check(end, assertions, world.concurrency().othersSince(), DRAINS);
    var known = end.operations().stream().map(end::request).toList();
    for (var request : world.requestLog().requests()) {
      var replied =
          world.requestLog().replies().stream().anyMatch(reply -> request.equals(reply.request()));
      assertions.require(
          replied || known.contains(request),
          Invariant.EVERY_OPERATION_ENDS,
          () -> "nothing came of the event of " + request.reason());
    }
  }
}
