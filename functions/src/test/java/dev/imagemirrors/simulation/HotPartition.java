package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// One cluster gets more writes than its partitions of the tables take. The other clusters get a
/// write now and then.
final class HotPartition implements Scenario {
  private static final String BUSY = "busy";
  private static final List<String> QUIET = List.of("north", "south", "east");
  private static final Duration FLOOD = Duration.ofSeconds(90);

  /// A write to a quiet cluster ends within this time: it is not queued.
  private static final Duration QUICK = Duration.ofSeconds(5);

  private static final Duration DRAINS = Duration.ofMinutes(15);

  @Override
  public String description() {
    return "hot partition";
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    return Surroundings.of(List.of(BUSY, "north", "south", "east"))
        .with(new Surroundings.Throughput(20, 20))
        .withConflictWindow(faults.millis(0, 1_500));
  }

  @Override
  public void play(World world) {
    world.traffic().write(BUSY, Duration.ofMillis(150), FLOOD);
    for (var cluster : QUIET) {
      world.traffic().write(cluster, Duration.ofSeconds(8), FLOOD);
    }
    world.scheduler().sleep(FLOOD);
  }

  @Override
  public Duration longest(World world) {
    return FLOOD.plus(DRAINS).plusHours(1);
  }

  @Override
  public void check(FinalState end, Assertions assertions) {
    var world = end.world();
    world.figures().measured("calls that the tables throttled", world.partitions().throttled());
    Drain.check(end, assertions, FLOOD.toNanos(), DRAINS);
    for (var reply : world.requestLog().replies()) {
      var request = reply.request();
      if (request != null && QUIET.contains(request.cluster())) {
        var took = Duration.ofNanos(reply.to() - reply.from());
        world.figures().measured("slowest write to a quiet cluster", took);
        assertions.require(
            reply.status() != 202 && reply.status() < 500 && took.compareTo(QUICK) <= 0,
            Invariant.INDEPENDENT_CLUSTERS,
            () ->
                "%s to %s got %d %s after %s"
                    .formatted(
                        request.reason(),
                        request.cluster(),
                        reply.status(),
                        reply.problem(),
                        took));
      }
    }
  }
}
