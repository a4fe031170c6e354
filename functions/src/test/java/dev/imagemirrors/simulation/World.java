package dev.imagemirrors.simulation;

import dev.imagemirrors.wiring.SimulatedFunction;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Everything there is in a run, as its seed has made it, and the functions in the middle of it.
record World(
    Bug bug,
    Scheduler scheduler,
    Chaos chaos,
    Trace story,
    Verdict verdict,
    LaneMonitor lanes,
    OcmMonitor calls,
    SimulatedTables tables,
    HistoryStream stream,
    OcmClusters ocm,
    SimulatedQueue queue,
    SimulatedBus bus,
    Lambda lambda,
    Dialogue dialogue,
    Callers callers) {
  private static final List<String> NAMES = List.of("north", "south", "east");

  static World of(long seed, Bug bug) {
    var random = new SplittableRandom(seed);
    var scheduler = new Scheduler(random.split());
    var chaos = new Chaos(random);
    var story = new Trace(scheduler::now);
    var verdict = new Verdict(scheduler::now, story);
    var calls = new Calls(scheduler, chaos, story);
    var lambda = new Lambda(calls, chaos, verdict);
    var lanes = new LaneMonitor(scheduler::now, story, verdict);
    var ocmCalls = new OcmMonitor(scheduler, story, verdict, lanes);

    var stream = new HistoryStream(scheduler, chaos, lambda);
    var tables =
        new SimulatedTables(
            scheduler::now, () -> lag(chaos), List.of(lanes::changed, stream::changed));
    var ocm = new OcmClusters(ocmCalls);
    addClusters(ocm, chaos);
    var queue = new SimulatedQueue(calls, chaos, bug, lambda);
    var bus = new SimulatedBus(calls, chaos, bug, lambda);
    var tokens = new OcmTokens(chaos.millis(30_000, 900_000));
    var window = chaos.maybe(0.5) ? chaos.millis(0, 8_000) : Duration.ZERO;
    var answering = new SimulatedOcm(ocm, tokens, window);
    dress(lambda, bug, calls, chaos, ocmCalls, tables, answering, queue, bus);
    var dialogue = new Dialogue();
    var workload = new Workload(chaos, ocm);
    var clients = new OcmClients(scheduler, chaos, lambda, workload, dialogue, tokens);
    return new World(
        bug,
        scheduler,
        chaos,
        story,
        verdict,
        lanes,
        ocmCalls,
        tables,
        stream,
        ocm,
        queue,
        bus,
        lambda,
        dialogue,
        new Callers(scheduler, chaos, lambda, bus, workload, dialogue, clients));
  }

  private static long lag(Chaos chaos) {
    return chaos.strikes(Fault.INDEX_LAGS) ? chaos.millis(1, 2_000).toNanos() : 0;
  }

  private static void addClusters(OcmClusters ocm, Chaos chaos) {
    for (var name : NAMES.subList(0, 1 + chaos.below(NAMES.size()))) {
      var state = chaos.maybe(0.8) ? "ready" : chaos.oneOf(OcmLife.STATES);
      ocm.add("id-of-" + name, name, state);
    }
  }

  private static void dress(
      Lambda lambda,
      Bug bug,
      Calls calls,
      Chaos chaos,
      OcmMonitor monitor,
      SimulatedTables tables,
      SimulatedOcm ocm,
      SimulatedQueue queue,
      SimulatedBus bus) {
    var network = bug.ocm(new SimulatedNetwork(calls, chaos, ocm, monitor));
    var faulty = bug.tables(new FaultyTables(tables, calls, chaos), calls.scheduler());
    var store = new Holding(faulty, calls.scheduler());
    var secrets = new SimulatedSecrets(calls, chaos);
    lambda.dress(time ->
        new SimulatedFunction.Around(
            store, queue, bus, secrets, network, bug.time(time), chaos.another()));
  }
}
