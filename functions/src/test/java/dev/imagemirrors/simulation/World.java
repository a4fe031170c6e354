package dev.imagemirrors.simulation;

import dev.imagemirrors.wiring.SimulatedFunction;
import java.util.List;
import java.util.SplittableRandom;

/// All components of a simulation, created from its seed, with the functions at the centre.
record World(
    Surroundings surroundings,
    Bug bug,
    Scheduler scheduler,
    FaultInjector faults,
    Trace trace,
    Assertions assertions,
    LaneMonitor lanes,
    OcmMonitor calls,
    PartitionLimits partitions,
    SimulatedTables tables,
    HistoryStream stream,
    OcmClusters ocm,
    SimulatedQueue queue,
    SimulatedBus bus,
    Concurrency concurrency,
    Lambda lambda,
    Workload workload,
    RequestLog requestLog,
    Figures figures,
    Traffic traffic,
    Callers callers) {
  private static final List<String> NAMES = List.of("north", "south", "east");

  static World of(Scenario scenario, long seed, Bug bug) {
    var random = new SplittableRandom(seed);
    var scheduler = new Scheduler(random.split());
    var faults = scenario.isFaulty() ? new FaultInjector(random) : FaultInjector.none(random);
    var surroundings = bug.surroundings(scenario.surroundings(faults));
    var trace = new Trace(scheduler::now);
    var assertions = new Assertions(scheduler::now, trace);
    var calls = new Calls(scheduler, faults, trace);
    var concurrency = new Concurrency(scheduler::now, surroundings.limits());
    var variables = Deployment.variables(surroundings.lifetime());
    var lambda = new Lambda(calls, faults, assertions, concurrency, variables);
    var lanes = new LaneMonitor(scheduler::now, trace, assertions);
    var ocmCalls = new OcmMonitor(scheduler, trace, assertions, lanes);

    var stream = new HistoryStream(scheduler, faults, lambda);
    var partitions = new PartitionLimits(scheduler::now, surroundings.throughput());
    var tables =
        new SimulatedTables(
            scheduler::now,
            Lag.injectedBy(faults),
            partitions,
            List.of(lanes::changed, stream::changed));
    var ocm = new OcmClusters(ocmCalls);
    addClusters(ocm, faults, surroundings.clusters());
    var queue = new SimulatedQueue(calls, faults, bug, lambda, surroundings);
    var bus = new SimulatedBus(calls, faults, bug, lambda);
    var tokens = new OcmTokens(faults.millis(30_000, 900_000));
    var answering = new SimulatedOcm(ocm, tokens, surroundings.conflictWindow());
    var network = new SimulatedNetwork(calls, faults, answering, ocmCalls, surroundings.outages());
    connect(lambda, bug, calls, faults, network, tables, queue, bus);
    var requestLog = new RequestLog();
    var workload = new Workload(faults, ocm);
    var clients = new OcmClients(scheduler, faults, lambda, workload, requestLog, tokens);
    return new World(
        surroundings,
        bug,
        scheduler,
        faults,
        trace,
        assertions,
        lanes,
        ocmCalls,
        partitions,
        tables,
        stream,
        ocm,
        queue,
        bus,
        concurrency,
        lambda,
        workload,
        requestLog,
        new Figures(),
        new Traffic(scheduler, faults, lambda, bus, workload, requestLog),
        new Callers(scheduler, faults, lambda, bus, workload, requestLog, clients));
  }

  private static void addClusters(OcmClusters ocm, FaultInjector faults, List<String> ready) {
    ready.forEach(name -> ocm.add("id-of-" + name, name, "ready"));
    if (!ready.isEmpty()) {
      return;
    }
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
      SimulatedNetwork ocm,
      SimulatedTables tables,
      SimulatedQueue queue,
      SimulatedBus bus) {
    var network = bug.ocm(ocm);
    var client = new ThrottledTables(new FaultyTables(tables, calls, faults), calls, faults);
    var store = new LeaseTracker(bug.tables(client, calls.scheduler()), calls.scheduler());
    var messages = bug.queue(queue, calls.scheduler());
    var secrets = new SimulatedSecrets(calls, faults);
    lambda.connect(time ->
        new SimulatedFunction.Around(
            store, messages, bus, secrets, network, bug.time(time), faults.split()));
  }
}
