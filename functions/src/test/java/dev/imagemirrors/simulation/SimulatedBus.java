package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// The event bus and its rules. Events arrive late and repeatedly, and a failed invocation is
/// retried at most twice.
final class SimulatedBus implements EventBridgeClient {
  private static final Map<String, DeployedFunction> RULES =
      Map.of(
          "Create Image Mirror", DeployedFunction.CREATE,
          "Edit Image Mirror", DeployedFunction.EDIT,
          "Delete Image Mirror", DeployedFunction.DELETE,
          "Apply Image Mirrors", DeployedFunction.APPLY,
          "Cluster Ready", DeployedFunction.CLUSTER_READY);

  private static final int CALLS = 3;

  private final Calls calls;
  private final FaultInjector faults;
  private final Bug bug;
  private final Lambda lambda;
  private final List<Announced> announced = new ArrayList<>();
  private int events;
  private int pending;

  /// An event that the functions published.
  record Announced(String type, Json detail) {}

  SimulatedBus(Calls calls, FaultInjector faults, Bug bug, Lambda lambda) {
    this.calls = calls;
    this.faults = faults;
    this.bug = bug;
    this.lambda = lambda;
  }

  /// Whether no event is pending.
  boolean isQuiet() {
    return pending == 0;
  }

  List<Announced> announced() {
    return announced;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public PutEventsResponse putEvents(PutEventsRequest put) {
    if (faults.injects(Fault.BUS_REFUSES)) {
      calls.log("the bus rejects an event");
      throw calls.failure(
          faults.millis(1, 500),
          () -> EventBridgeException.builder().message("internal").statusCode(500).build());
    }
    return calls.call(
        faults.millis(1, 10),
        () -> {
          put.entries().forEach(this::announce);
          return PutEventsResponse.builder().failedEntryCount(0).build();
        },
        faults.millis(1, 10));
  }

  private void announce(PutEventsRequestEntry entry) {
    if (bug.losesAnnouncements() && faults.chance(0.2)) {
      return;
    }
    try {
      var detail = JsonReader.read(entry.detail());
      announced.add(new Announced(entry.detailType(), detail));
      put(entry.detailType(), "announced-" + ++events, detail);
    } catch (JsonFault broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Publishes an event.
  void put(String type, String id, Json detail) {
    var function = RULES.get(type);
    if (function == null) {
      return;
    }
    var event = Events.bus(type, id, detail);
    for (var times = faults.injects(Fault.BUS_REPEATS) ? 2 : 1; times > 0; times--) {
      var late = faults.injects(Fault.BUS_LATE);
      var pause = late ? faults.millis(1_000, 120_000) : faults.millis(20, 500);
      pending++;
      calls
          .scheduler()
          .start(
              "event " + id,
              pause,
              () -> {
                deliver(function, event);
                pending--;
              });
    }
  }

  private void deliver(DeployedFunction function, Json event) {
    for (var tries = 1; tries <= CALLS; tries++) {
      if (lambda.invokeFromQueue(function, event) instanceof Lambda.Result.Answered) {
        return;
      }
      calls.scheduler().sleep(Duration.ofMinutes(tries));
    }
    calls.log("an event is dropped");
  }
}
