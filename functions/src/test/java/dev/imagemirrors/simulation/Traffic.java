package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Callers of the API that arrive all the time, whether or not those before them have a reply.
final class Traffic {
  private final Scheduler scheduler;
  private final FaultInjector faults;
  private final Lambda lambda;
  private final SimulatedBus bus;
  private final Workload workload;
  private final RequestLog requestLog;
  private int busy;

  Traffic(
      Scheduler scheduler,
      FaultInjector faults,
      Lambda lambda,
      SimulatedBus bus,
      Workload workload,
      RequestLog requestLog) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.lambda = lambda;
    this.bus = bus;
    this.workload = workload;
    this.requestLog = requestLog;
  }

  boolean hasEnded() {
    return busy == 0;
  }

  /// Writes to a cluster, about that long after one another.
  void write(String cluster, Duration every, Duration during) {
    arrive("writer of " + cluster, every, during, () -> write(cluster));
  }

  void read(String cluster, Duration every, Duration during) {
    arrive("reader of " + cluster, every, during, () -> read(cluster));
  }

  /// Events that request writes to a cluster.
  void publish(String cluster, Duration every, Duration during) {
    arrive(
        "publisher about " + cluster,
        every,
        during,
        () -> {
          var request = request(cluster);
          bus.put(
              Callers.type(request.function()), "event of " + request.reason(), request.direct());
        });
  }

  private void arrive(String name, Duration every, Duration during, Runnable act) {
    var end = scheduler.now() + during.toNanos();
    busy++;
    scheduler.start(
        name,
        faults.between(Duration.ZERO, every),
        () -> {
          for (var i = 1; scheduler.now() < end; i++) {
            busy++;
            scheduler.start(
                name + " " + i,
                Duration.ZERO,
                () -> {
                  act.run();
                  busy--;
                });
            scheduler.sleep(faults.between(every.dividedBy(2), every.multipliedBy(3).dividedBy(2)));
          }
          busy--;
        });
  }

  private SimulatedRequest request(String cluster) {
    var reason = requestLog.reason();
    var request = workload.confirmed(cluster, reason, "key of " + reason);
    requestLog.add(request);
    requestLog.started(request, scheduler.now());
    return request;
  }

  private void write(String cluster) {
    var request = request(cluster);
    var from = scheduler.now();
    var result = lambda.invoke(request.function(), request.api());
    var names = Map.of("cluster", cluster);
    record(request, names, request.function(), from, result);
  }

  private void read(String cluster) {
    var from = scheduler.now();
    var names = Map.of("cluster", cluster);
    var id = "read-" + requestLog.replies().size();
    var event = Events.api("GET", "/clusters/" + cluster, names, null, Json.object().build(), id);
    var result = lambda.invoke(DeployedFunction.LIST, event);
    record(null, names, DeployedFunction.LIST, from, result);
  }

  private void record(
      @Nullable SimulatedRequest request,
      Map<String, String> names,
      DeployedFunction function,
      long from,
      Lambda.Result result) {
    requestLog.add(SimulatedReply.of(request, names, function, from, scheduler.now(), result));
  }
}
