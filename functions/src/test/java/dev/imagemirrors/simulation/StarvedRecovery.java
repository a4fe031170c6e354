package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;

/// Many operations wait, and the messages of all of them are lost. Some cannot be recovered: the
/// tables throttle every call about them, or OCM does not answer about their cluster. The others
/// must not wait because of that.
final class StarvedRecovery implements Scenario {
  private static final int CLUSTERS = 24;
  private static final int THROTTLED = 3;
  private static final int UNANSWERED = 3;
  private static final Duration BEFORE = Duration.ofMinutes(1);
  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final Duration WRITES = Duration.ofSeconds(50);
  private static final Duration THROTTLED_WRITES = Duration.ofSeconds(50);
  private static final Duration WATCHED = Duration.ofMinutes(40);

  /// Due operations are checked within 5 minutes, by any clock.
  private static final Duration IN_TIME =
      Duration.ofMinutes(5).plus(SimulatedTime.MAX_SKEW.multipliedBy(2));

  /// The longest pause of the queue after 10 minutes, and two rounds of recovery.
  private static final Duration DRAINS = Duration.ofMinutes(25);

  @Override
  public String description() {
    return "starved recovery";
  }

  private static String name(int number) {
    return "cluster-" + (char) ('a' + number);
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    var names = new ArrayList<String>();
    var outages = new ArrayList<OcmOutage>();
    outages.add(OcmOutage.ofAll(BEFORE, BEFORE.plus(OUTAGE), OcmOutage.Kind.ANSWERS_503));
    for (var i = 0; i < CLUSTERS; i++) {
      names.add(name(i));
      if (i >= CLUSTERS - UNANSWERED) {
        outages.add(
            new OcmOutage(
                BEFORE.toNanos(),
                Long.MAX_VALUE,
                OcmOutage.Kind.HANGS,
                new OcmOutage.Concerned("id-of-" + name(i), name(i))));
      }
    }
    return Surroundings.of(names).withLifetime(Duration.ofHours(1)).with(outages);
  }

  @Override
  public void play(World world) {
    for (var i = 0; i < CLUSTERS; i++) {
      world.traffic().write(name(i), Duration.ofSeconds(40), BEFORE);
    }
    world.scheduler().sleep(BEFORE);
    world.queue().loseMessages(true);
    for (var i = 0; i < CLUSTERS; i++) {
      var every = i < THROTTLED ? THROTTLED_WRITES : WRITES;
      world.traffic().write(name(i), every, OUTAGE);
    }
    world.scheduler().sleep(OUTAGE);
    for (var i = 0; i < THROTTLED; i++) {
      block(world, name(i));
    }
    world.queue().loseMessages(false);
    var until = world.scheduler().now() + WATCHED.toNanos();
    while (world.scheduler().now() < until) {
      world.scheduler().sleep(Duration.ofMinutes(1));
      requireRecovered(world);
    }
    world.partitions().unblock();
  }

  /// Throttles all calls about the operations of a cluster.
  private static void block(World world, String name) {
    var cluster = world.ocm().idOf(name);
    world.partitions().block(cluster);
    for (var item : world.tables().items(SimulatedTables.MIRRORS)) {
      var of = item.get("operation_cluster_id");
      if (of != null && of.s().equals(cluster)) {
        world.partitions().block(Objects.requireNonNull(item.get("pk")).s());
      }
    }
  }

  private static boolean isThrottled(World world, String cluster) {
    for (var i = 0; i < THROTTLED; i++) {
      if (world.ocm().idOf(name(i)).equals(cluster)) {
        return true;
      }
    }
    return false;
  }

  private static void requireRecovered(World world) {
    var latest = SimulatedTime.at(world.scheduler().now()).minus(IN_TIME).toEpochMilli();
    for (var item : world.tables().items(SimulatedTables.MIRRORS)) {
      var due = item.get("due_at");
      if (due == null
          || !item.containsKey("unfinished")
          || isThrottled(world, Objects.requireNonNull(item.get("cluster_id")).s())) {
        continue;
      }
      world
          .assertions()
          .require(
              Long.parseLong(due.n()) >= latest,
              Invariant.RECOVERED_IN_TIME,
              () -> item.get("operation_id") + " is due since " + due.n());
    }
  }

  /// What can be done for a cluster is done, although others cannot be reached.
  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var status : end.operations()) {
      var world = end.world();
      var cluster = status.operation().clusterId();
      var window = end.window(status);
      if (isReachable(world, cluster) && window.from() < BEFORE.plus(OUTAGE).toNanos()) {
        var after = Duration.ofNanos(Math.max(0, window.to())).minus(BEFORE.plus(OUTAGE));
        world.figures().measured("end of the backlog", after);
        assertions.require(
            after.compareTo(DRAINS) <= 0,
            Invariant.INDEPENDENT_CLUSTERS,
            () -> "%s on %s ended %s after the outage".formatted(status.id(), cluster, after));
      }
    }
  }

  private static boolean isReachable(World world, String cluster) {
    return !isThrottled(world, cluster)
        && world.surroundings().outages().stream()
            .noneMatch(outage -> outage.cluster() != null && outage.cluster().id().equals(cluster));
  }

  @Override
  public Duration longest(World world) {
    return BEFORE.plus(OUTAGE).plus(WATCHED).plusHours(2);
  }
}
