package dev.imagemirrors.simulation;

import dev.imagemirrors.wiring.SimulatedFunction;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// All components of a simulation, created from its seed, with the functions at the centre.
record World(
    Bug bug,
    Scheduler scheduler,
    FaultInjector faults,
    Trace trace,
    Assertions assertions,
    LaneMonitor lanes,
    OcmMonitor calls,
    SimulatedTables tables,
    HistoryStream stream,
    OcmClusters ocm,
    SimulatedQueue queue,
    SimulatedBus bus,
    Lambda lambda,
    RequestLog requestLog,
    Callers callers) {
  private static final List<String> NAMES = List.of("north", "south", "east");

  static World of(long seed, Bug bug) {
    var random = new SplittableRandom(seed);
    var scheduler = new Scheduler(random.split());
    var faults = new FaultInjector(random);
    var trace = new Trace(scheduler::now);
    var assertions = new Assertions(scheduler::now, trace);
    var calls = new Calls(scheduler, faults, trace);
    var lambda = new Lambda(calls, faults, assertions);
    var lanes = new LaneMonitor(scheduler::now, trace, assertions);
    var ocmCalls = new OcmMonitor(scheduler, trace, assertions, lanes);

    var stream = new HistoryStream(scheduler, faults, lambda);
    var tables =
        new SimulatedTables(
            scheduler::now, () -> lag(faults), List.of(lanes::changed, stream::changed));
    var ocm = new OcmClusters(ocmCalls);
    addClusters(ocm, faults);
    var queue = new SimulatedQueue(calls, faults, bug, lambda);
    var bus = new SimulatedBus(calls, faults, bug, lambda);
    var tokens = new OcmTokens(faults.millis(30_000, 900_000));
    var window = faults.chance(0.5) ? faults.millis(0, 8_000) : Duration.ZERO;
    var answering = new SimulatedOcm(ocm, tokens, window);
    connect(lambda, bug, calls, faults, ocmCalls, tables, answering, queue, bus);
    var requestLog = new RequestLog();
    var workload = new Workload(faults, ocm);
    var clients = new OcmClients(scheduler, faults, lambda, workload, requestLog, tokens);
    return new World(
        bug,
        scheduler,
        faults,
        trace,
        assertions,
        lanes,
        ocmCalls,
        tables,
        stream,
        ocm,
        queue,
        bus,
        lambda,
        requestLog,
        new Callers(scheduler, faults, lambda, bus, workload, requestLog, clients));
  }

  private static long lag(FaultInjector faults) {
    return faults.injects(Fault.INDEX_LAGS) ? faults.millis(1, 2_000).toNanos() : 0;
  }

  private static void addClusters(OcmClusters ocm, FaultInjector faults) {
    for (var name : NAMES.subList(0, 1 + faults.below(NAMES.size()))) {
      var state = faults.chance(0.8) ? "ready" : faults.pick(ClusterLifecycle.STATES);
      ocm.add("id-of-" + name, name, state);
    }
  }

  private static void connect(
      Lambda lambda,
      Bug bug,
      Calls calls,
      FaultInjector faults,
      OcmMonitor monitor,
      SimulatedTables tables,
      SimulatedOcm ocm,
      SimulatedQueue queue,
      SimulatedBus bus) {
    var network = bug.ocm(new SimulatedNetwork(calls, faults, ocm, monitor));
    var faulty = bug.tables(new FaultyTables(tables, calls, faults), calls.scheduler());
    var store = new LeaseTracker(faulty, calls.scheduler());
    var secrets = new SimulatedSecrets(calls, faults);
    lambda.connect(time ->
        new SimulatedFunction.Around(
            store, queue, bus, secrets, network, bug.time(time), faults.split()));
  }
}
