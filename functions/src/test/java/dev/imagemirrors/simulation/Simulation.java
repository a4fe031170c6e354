package dev.imagemirrors.simulation;

import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One simulation: a scenario is played; once everything has settled, the invariants are checked.
final class Simulation {
  private static final List<Checker> CHECKERS =
      List.of(
          new EndChecker(),
          new OutcomeChecker(),
          new HistoryChecker(),
          new RecordChecker(),
          new KeyChecker(),
          new ReplyChecker(),
          new OcmProxyChecker(),
          new AnnouncementChecker());

  private final Scenario scenario;
  private final long seed;
  private final World world;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  private Simulation(Scenario scenario, long seed, Bug bug) {
    this.scenario = scenario;
    this.seed = seed;
    this.world = World.of(scenario, seed, bug);
  }

  static Simulation run(Scenario scenario, long seed) {
    return run(scenario, seed, Bug.NONE);
  }

  /// A simulation with a planted bug.
  static Simulation run(long seed, Bug bug) {
    return run(bug.scenario(), seed, bug);
  }

  private static Simulation run(Scenario scenario, long seed, Bug bug) {
    var run = new Simulation(scenario, seed, bug);
    run.world.scheduler().play(run::play);
    run.check();
    return run;
  }

  Scenario scenario() {
    return scenario;
  }

  long seed() {
    return seed;
  }

  World world() {
    return world;
  }

  Trace trace() {
    return world.trace();
  }

  List<Violation> violations() {
    return world.assertions().violations();
  }

  /// The number of operations by outcome.
  Map<String, Integer> outcomes() {
    return outcomes;
  }

  /// Reports the first violation and the command that replays the seed.
  String failure() {
    return "%s, seed %d: %s%n  mvn -Pprove -Dscenario='%s' -Dseed=%d"
        .formatted(
            scenario.description(), seed, violations().getFirst(), scenario.description(), seed);
  }

  private void play() {
    begin();
    scenario.play(world);
    settle();
  }

  private void begin() {
    if (world.bug().isRecovered()) {
      every(DeployedFunction.RECOVER_OPERATIONS);
    }
    every(DeployedFunction.WATCH_CLUSTERS);
    world.stream().begin();
  }

  /// Invokes a function every minute, even while the previous invocation still runs.
  private void every(DeployedFunction function) {
    var scheduler = world.scheduler();
    scheduler.start(
        "schedule",
        world.faults().millis(0, 60_000),
        () -> {
          for (var tick = 1; ; tick++) {
            var id = function.description() + " tick " + tick;
            var event = Events.schedule(id);
            scheduler.start(
                id, Duration.ZERO, () -> world.lambda().invokeFromQueue(function, event));
            scheduler.sleep(Duration.ofMinutes(1));
          }
        });
  }

  private void settle() {
    var longest = scenario.longest(world);
    do {
      world.scheduler().sleep(Duration.ofSeconds(61));
    } while (!isQuiet() && world.scheduler().now() < longest.toNanos());
    world
        .assertions()
        .require(
            isQuiet(), Invariant.EVERY_OPERATION_ENDS, () -> "it has not settled after " + longest);
  }

  private boolean isQuiet() {
    return world.callers().haveEnded()
        && world.traffic().hasEnded()
        && world.bus().isQuiet()
        && world.queue().isEmpty()
        && world.stream().isEmpty()
        && world.tables().items(SimulatedTables.MIRRORS).stream()
            .noneMatch(item -> item.containsKey("unfinished"));
  }

  private void check() {
    var end = new FinalState(world);
    CHECKERS.forEach(checker -> checker.check(end, world.assertions()));
    scenario.check(end, world.assertions());
    end.operations().forEach(status -> outcomes.merge(description(status), 1, Integer::sum));
  }

  private static String description(Status status) {
    return switch (status.outcome()) {
      case null -> status.state().label();
      case Outcome.Refused(var why) -> "refused: " + why.getClass().getSimpleName();
      case Outcome.Stopped(_, _, var why) -> "stopped: " + why.getClass().getSimpleName();
      case Outcome outcome -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
