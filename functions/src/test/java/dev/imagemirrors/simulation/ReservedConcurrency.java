package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// OCM is down, and more writes arrive than their reserved concurrency allows. Reads have their
/// own.
final class ReservedConcurrency implements Scenario {
  private static final List<String> CLUSTERS = List.of("north", "south", "east");
  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final Duration OUTAGE = Duration.ofMinutes(2);

  /// A pause of a quarter of the outage, the visibility timeout of a message that was throttled,
  /// and the schedule of recovery.
  private static final Duration DRAINS = Duration.ofMinutes(10);

  @Override
  public String description() {
    return "reserved concurrency";
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    var kind = faults.pick(List.of(OcmOutage.Kind.values()));
    return Surroundings.of(CLUSTERS)
        .with(new Limits(60, 4, 1, 5, 4))
        .with(List.of(OcmOutage.ofAll(BEFORE, BEFORE.plus(OUTAGE), kind)));
  }

  @Override
  public void play(World world) {
    for (var cluster : CLUSTERS) {
      world.traffic().write(cluster, Duration.ofSeconds(10), BEFORE);
    }
    world.scheduler().sleep(BEFORE);
    for (var cluster : CLUSTERS) {
      world.traffic().write(cluster, Duration.ofMillis(800), OUTAGE);
      world.traffic().read(cluster, Duration.ofSeconds(2), OUTAGE);
    }
    world.scheduler().sleep(OUTAGE);
  }

  @Override
  public Duration longest(World world) {
    return BEFORE.plus(OUTAGE).plus(DRAINS).plusHours(1);
  }

  @Override
  public void check(FinalState end, Assertions assertions) {
    var world = end.world();
    var outage = world.surroundings().outage();
    world.figures().measured("invocations that were throttled", world.concurrency().throttled());
    OutageReplies.checkReads(end, assertions, outage);
    OutageReplies.checkWrites(end, assertions, outage, true);
    Drain.check(end, assertions, outage.to(), DRAINS);
  }
}
