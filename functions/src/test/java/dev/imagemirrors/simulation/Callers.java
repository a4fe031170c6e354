package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The callers, which write and read through the API, directly, over the bus and as OCM clients, a
/// few of them concurrently.
final class Callers {
  private final Scheduler scheduler;
  private final FaultInjector faults;
  private final Lambda lambda;
  private final SimulatedBus bus;
  private final Workload workload;
  private final RequestLog requestLog;
  private final OcmClients clients;

  /// The share of actions that OCM clients perform.
  private final double clientShare;

  private int busy;

  Callers(
      Scheduler scheduler,
      FaultInjector faults,
      Lambda lambda,
      SimulatedBus bus,
      Workload workload,
      RequestLog requestLog,
      OcmClients clients) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.lambda = lambda;
    this.bus = bus;
    this.workload = workload;
    this.requestLog = requestLog;
    this.clients = clients;
    this.clientShare = faults.chance(0.5) ? 0.5 : 0;
  }

  boolean haveEnded() {
    return busy == 0;
  }

  /// Starts some callers, each with a few actions, close together or far apart.
  void come() {
    var pause = faults.chance(0.5) ? faults.millis(0, 3_000) : faults.millis(0, 60_000);
    for (var i = 1 + faults.below(5); i > 0; i--) {
      var actions = 1 + faults.below(6);
      begin(
          "caller " + i,
          () -> {
            for (var action = 0; action < actions; action++) {
              scheduler.sleep(faults.between(Duration.ZERO, pause));
              act();
            }
          });
    }
  }

  private void begin(String name, Runnable work) {
    busy++;
    scheduler.start(
        name,
        faults.millis(0, 500),
        () -> {
          work.run();
          busy--;
        });
  }

  private void act() {
    if (faults.chance(clientShare)) {
      clients.act();
      return;
    }
    var requests = requestLog.requests().stream().filter(each -> each.user() == null).toList();
    var roll = faults.below(100);
    if (roll < 70 || requests.isEmpty()) {
      var key = faults.chance(0.5) ? "key-" + requestLog.requests().size() : null;
      write(workload.any(requestLog.reason(), key));
    } else if (roll < 80) {
      repeat(faults.pick(requests));
    } else if (roll < 88) {
      var cluster = workload.cluster();
      read(DeployedFunction.LIST, "GET", "/clusters/" + cluster, Map.of("cluster", cluster));
    } else {
      operation()
          .ifPresent(id -> {
            var isCancellation = faults.chance(0.6);
            if (isCancellation) {
              requestLog.cancel(id);
            }
            read(
                isCancellation ? DeployedFunction.CANCEL : DeployedFunction.SHOW_OPERATION,
                isCancellation ? "DELETE" : "GET",
                "/operations/" + id,
                Map.of("id", id));
          });
    }
  }

  /// An operation that was returned to some caller, preferably a recent one.
  private Optional<String> operation() {
    var known = requestLog.operations();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.get(known.size() - 1 - faults.below(Math.min(4, known.size()))));
  }

  private void read(
      DeployedFunction function, String method, String path, Map<String, String> names) {
    var from = scheduler.now();
    var id = "read-" + requestLog.replies().size();
    var event = Events.api(method, path, names, null, Json.object().build(), id);
    record(null, names, function, from, lambda.invoke(function, event));
  }

  /// Repeats a request under its key, or sends other fields under it.
  private void repeat(SimulatedRequest before) {
    if (before.key() == null || faults.chance(0.7)) {
      write(before.retry(requestLog.reason()));
    } else {
      write(workload.withOtherFields(before, requestLog.reason()));
    }
  }

  private void write(SimulatedRequest request) {
    requestLog.add(request);
    if (request.key() != null && faults.chance(0.2)) {
      var duplicate = request.retry(requestLog.reason());
      requestLog.add(duplicate);
      begin("duplicate of " + request.reason(), () -> send(duplicate));
    }
    send(request);
  }

  private void send(SimulatedRequest request) {
    requestLog.started(request, scheduler.now());
    var roll = faults.below(100);
    if (roll < 20) {
      bus.put(type(request.function()), "event of " + request.reason(), request.direct());
      return;
    }
    var tries = request.key() == null ? 1 : 3;
    for (var i = 0; i < tries; i++) {
      var from = scheduler.now();
      var event = roll < 35 ? request.direct() : request.api();
      var result = lambda.invoke(request.function(), event);
      if (!record(request, Map.of(), request.function(), from, result).isInconclusive()) {
        return;
      }
      scheduler.sleep(faults.millis(500, 60_000));
    }
  }

  private SimulatedReply record(
      @Nullable SimulatedRequest request,
      Map<String, String> names,
      DeployedFunction function,
      long from,
      Lambda.Result result) {
    var reply = SimulatedReply.of(request, names, function, from, scheduler.now(), result);
    requestLog.add(reply);
    return reply;
  }

  static String type(DeployedFunction function) {
    return switch (function) {
      case CREATE -> "Create Image Mirror";
      case EDIT -> "Edit Image Mirror";
      case DELETE -> "Delete Image Mirror";
      case APPLY -> "Apply Image Mirrors";
      default -> throw new IllegalStateException("not a write: " + function);
    };
  }
}
