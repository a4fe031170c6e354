package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// The event bus and its rules. Events come late and twice, and a function that fails is called
/// again, twice at the most.
final class SimulatedBus implements EventBridgeClient {
  private static final Map<String, Deployed> RULES =
      Map.of(
          "Create Image Mirror", Deployed.CREATE,
          "Edit Image Mirror", Deployed.EDIT,
          "Delete Image Mirror", Deployed.DELETE,
          "Apply Image Mirrors", Deployed.APPLY,
          "Cluster Ready", Deployed.CLUSTER_READY);

  private static final int CALLS = 3;

  private final Calls calls;
  private final Chaos chaos;
  private final Bug bug;
  private final Lambda lambda;
  private final List<Announced> announced = new ArrayList<>();
  private int events;
  private int pending;

  /// An event that the functions have put on the bus.
  record Announced(String type, Json detail) {}

  SimulatedBus(Calls calls, Chaos chaos, Bug bug, Lambda lambda) {
    this.calls = calls;
    this.chaos = chaos;
    this.bug = bug;
    this.lambda = lambda;
  }

  /// Whether no event is on its way.
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
    if (chaos.strikes(Fault.BUS_REFUSES)) {
      calls.tell("the bus does not take an event");
      throw calls.failure(
          chaos.millis(1, 500),
          () -> EventBridgeException.builder().message("internal").statusCode(500).build());
    }
    return calls.call(
        chaos.millis(1, 10),
        () -> {
          put.entries().forEach(this::announce);
          return PutEventsResponse.builder().failedEntryCount(0).build();
        },
        chaos.millis(1, 10));
  }

  private void announce(PutEventsRequestEntry entry) {
    if (bug.losesAnnouncements() && chaos.maybe(0.2)) {
      return;
    }
    try {
      var detail = Json.parse(entry.detail());
      announced.add(new Announced(entry.detailType(), detail));
      put(entry.detailType(), "announced-" + ++events, detail);
    } catch (JsonFault broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Puts an event on the bus, as anybody may.
  void put(String type, String id, Json detail) {
    var function = RULES.get(type);
    if (function == null) {
      return;
    }
    var event = Events.bus(type, id, detail);
    for (var times = chaos.strikes(Fault.BUS_REPEATS) ? 2 : 1; times > 0; times--) {
      var late = chaos.strikes(Fault.BUS_LATE);
      var pause = late ? chaos.millis(1_000, 120_000) : chaos.millis(20, 500);
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

  private void deliver(Deployed function, Json event) {
    for (var tries = 1; tries <= CALLS; tries++) {
      if (lambda.invoke(function, event) instanceof Lambda.Result.Answered) {
        return;
      }
      calls.scheduler().sleep(Duration.ofMinutes(tries));
    }
    calls.tell("an event is given up");
  }
}
