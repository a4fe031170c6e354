package dev.imagemirrors.simulation;

import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One run: everything goes wrong for a while, then nothing any more; and when all has come to
/// rest, it is looked at what was promised.
final class Simulation {
  private static final Duration LONGEST = Deployment.LIFETIME.plusHours(2);

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

  private final long seed;
  private final World world;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  private Simulation(long seed, Bug bug) {
    this.seed = seed;
    this.world = World.of(seed, bug);
  }

  static Simulation run(long seed) {
    return run(seed, Bug.NONE);
  }

  /// A run with a bug of our own planted.
  static Simulation run(long seed, Bug bug) {
    var run = new Simulation(seed, bug);
    run.world.scheduler().play(run::play);
    run.checker();
    return run;
  }

  long seed() {
    return seed;
  }

  World world() {
    return world;
  }

  Trace story() {
    return world.story();
  }

  List<Broken> broken() {
    return world.verdict().broken();
  }

  /// How many operations ended in which way.
  Map<String, Integer> outcomes() {
    return outcomes;
  }

  /// What is said of a run in which a promise was not kept: by this it can be played again.
  String failure() {
    return "seed %d: %s%n  mvn -Pprove -Dseed=%d".formatted(seed, broken().getFirst(), seed);
  }

  private void play() {
    var chaos = world.chaos();
    begin();
    world.scheduler().sleep(chaos.between(Duration.ofMinutes(2), Duration.ofMinutes(12)));
    chaos.calms();
    world.story().tell("from here on", "nothing goes wrong any more");
    settle();
  }

  private void begin() {
    if (world.bug().isRecovered()) {
      every(Deployed.RECOVER_OPERATIONS);
    }
    every(Deployed.WATCH_CLUSTERS);
    world.stream().begin();
    new OcmLife(world.scheduler(), world.chaos(), world.ocm(), world.bus()).begin();
    world.callers().come();
  }

  /// Invokes a function every minute, whether it has ended or not.
  private void every(Deployed function) {
    var scheduler = world.scheduler();
    scheduler.start(
        "schedule",
        world.chaos().millis(0, 60_000),
        () -> {
          for (var tick = 1; ; tick++) {
            var id = function.words() + " tick " + tick;
            var event = Events.schedule(id);
            scheduler.start(id, Duration.ZERO, () -> world.lambda().invoke(function, event));
            scheduler.sleep(Duration.ofMinutes(1));
          }
        });
  }

  private void settle() {
    do {
      world.scheduler().sleep(Duration.ofSeconds(61));
    } while (!isQuiet() && world.scheduler().now() < LONGEST.toNanos());
    world
        .verdict()
        .require(isQuiet(), Invariant.ENDS, () -> "it has not come to rest after " + LONGEST);
  }

  private boolean isQuiet() {
    return world.callers().haveEnded()
        && world.bus().isQuiet()
        && world.queue().isEmpty()
        && world.stream().isEmpty()
        && world.tables().items(SimulatedTables.MIRRORS).stream()
            .noneMatch(item -> item.containsKey("unfinished"));
  }

  private void checker() {
    var facts = new Facts(world);
    CHECKERS.forEach(checker -> checker.checker(facts, world.verdict()));
    facts.operations().forEach(status -> outcomes.merge(words(status), 1, Integer::sum));
  }

  private static String words(Status status) {
    return switch (status.outcome()) {
      case null -> status.state().label();
      case Outcome.Refused(var why) -> "refused: " + why.getClass().getSimpleName();
      case Outcome.Stopped(_, _, var why) -> "stopped: " + why.getClass().getSimpleName();
      case Outcome outcome -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
