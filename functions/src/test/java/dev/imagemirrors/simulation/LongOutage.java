package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// OCM is down for hours. Callers keep coming, for some minutes many of them.
///
/// An operation waits a quarter of its age between two attempts, and an hour at most. So after an
/// outage it waits for a quarter of the outage or an hour, whichever is shorter; a pause that is
/// too long for the queue ends when recovery finds it, which takes [#RECOVERY].
final class LongOutage implements Scenario {
  private static final List<String> CLUSTERS = List.of("north", "south", "east", "west");
  private static final Duration BEFORE = Duration.ofMinutes(3);
  private static final Duration AFTER = Duration.ofMinutes(5);
  private static final Duration RUSH = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// The grace of recovery, its schedule, and the time to run what waits.
  private static final Duration RECOVERY = Duration.ofMinutes(8);

  private static final int MOST_EXECUTIONS = 15;

  /// While the pauses are short, the work queue uses this many executions on average, for one
  /// waiting operation in each lane.
  private static final double BACKGROUND_EXECUTIONS = 1.5;

  private static final Duration FIRST_PAUSES = Duration.ofMinutes(10);

  @Override
  public String description() {
    return "long outage";
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    var hours = faults.between(Duration.ofHours(2), Duration.ofHours(6));
    var kind = faults.pick(List.of(OcmOutage.Kind.values()));
    return Surroundings.of(CLUSTERS)
        .with(List.of(OcmOutage.ofAll(BEFORE, BEFORE.plus(hours), kind)));
  }

  @Override
  public void play(World world) {
    var outage = world.surroundings().outage();
    var all = Duration.ofNanos(outage.to()).plus(AFTER);
    for (var cluster : CLUSTERS) {
      world.traffic().write(cluster, Duration.ofSeconds(20), BEFORE);
      world.traffic().write(cluster, Duration.ofMinutes(15), all);
      world.traffic().read(cluster, Duration.ofMinutes(4), all);
    }
    var rest = outage.to() - outage.from();
    world.scheduler().sleep(BEFORE.plus(Duration.ofNanos(rest / 10 * world.faults().below(9))));
    rush(world);
    world.scheduler().sleep(Duration.ofNanos(outage.to() - world.scheduler().now()));
    rush(world);
    world.scheduler().sleep(AFTER);
  }

  private static void rush(World world) {
    for (var cluster : CLUSTERS) {
      world.traffic().write(cluster, Duration.ofSeconds(2), RUSH);
      world.traffic().read(cluster, Duration.ofSeconds(2), RUSH);
    }
  }

  @Override
  public Duration longest(World world) {
    return Duration.ofNanos(world.surroundings().outage().to()).plus(LONGEST_PAUSE).plusHours(1);
  }

  @Override
  public void check(FinalState end, Assertions assertions) {
    var world = end.world();
    var outage = world.surroundings().outage();
    OutageReplies.checkReads(end, assertions, outage);
    OutageReplies.checkWrites(end, assertions, outage, false);
    var quarter = Duration.ofNanos((outage.to() - outage.from()) / 4);
    var pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    Drain.check(end, assertions, outage.to(), pause.plus(RECOVERY));
    var most = world.concurrency().most(_ -> true, outage.from(), outage.to() + AFTER.toNanos());
    world.figures().measured("most executions in an outage and after it", most);
    assertions.require(
        most <= MOST_EXECUTIONS, Invariant.FEW_EXECUTIONS, () -> most + " executions at a time");
    var background =
        world
            .concurrency()
            .average(
                DeployedFunction.RUN_OPERATION::equals,
                outage.from(),
                outage.from() + FIRST_PAUSES.toNanos());
    world
        .figures()
        .measured("executions for the queue in an outage, 1/1000", (long) (1_000 * background));
    assertions.require(
        background <= BACKGROUND_EXECUTIONS,
        Invariant.FEW_EXECUTIONS,
        () -> background + " executions for the queue on average");
  }
}
