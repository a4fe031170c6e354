package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Those who ask for writes and read: through the API, directly and over the bus, some of them as
/// clients of OCM, and a few of them at once.
final class Callers {
  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Lambda lambda;
  private final SimulatedBus bus;
  private final Workload workload;
  private final Dialogue dialogue;
  private final OcmClients clients;

  /// How many of the things that are done are done by clients of OCM.
  private final double clientsOften;

  private int busy;

  Callers(
      Scheduler scheduler,
      Chaos chaos,
      Lambda lambda,
      SimulatedBus bus,
      Workload workload,
      Dialogue dialogue,
      OcmClients clients) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.lambda = lambda;
    this.bus = bus;
    this.workload = workload;
    this.dialogue = dialogue;
    this.clients = clients;
    this.clientsOften = chaos.maybe(0.5) ? 0.5 : 0;
  }

  boolean haveEnded() {
    return busy == 0;
  }

  /// Lets some callers come, each with some things to do, close together or not.
  void come() {
    var pause = chaos.maybe(0.5) ? chaos.millis(0, 3_000) : chaos.millis(0, 60_000);
    for (var i = 1 + chaos.below(5); i > 0; i--) {
      var things = 1 + chaos.below(6);
      begin(
          "caller " + i,
          () -> {
            for (var thing = 0; thing < things; thing++) {
              scheduler.sleep(chaos.between(Duration.ZERO, pause));
              act();
            }
          });
    }
  }

  private void begin(String name, Runnable work) {
    busy++;
    scheduler.start(
        name,
        chaos.millis(0, 500),
        () -> {
          work.run();
          busy--;
        });
  }

  private void act() {
    if (chaos.maybe(clientsOften)) {
      clients.act();
      return;
    }
    var asked = dialogue.asked().stream().filter(each -> each.user() == null).toList();
    var dice = chaos.below(100);
    if (dice < 70 || asked.isEmpty()) {
      var key = chaos.maybe(0.5) ? "key-" + dialogue.asked().size() : null;
      write(workload.any(dialogue.reason(), key));
    } else if (dice < 80) {
      repeat(chaos.oneOf(asked));
    } else if (dice < 88) {
      var cluster = workload.cluster();
      read(Deployed.LIST, "GET", "/clusters/" + cluster, Map.of("cluster", cluster));
    } else {
      operation()
          .ifPresent(id -> {
            var cancels = chaos.maybe(0.6);
            if (cancels) {
              dialogue.cancels(id);
            }
            read(
                cancels ? Deployed.CANCEL : Deployed.SHOW_OPERATION,
                cancels ? "DELETE" : "GET",
                "/operations/" + id,
                Map.of("id", id));
          });
    }
  }

  /// An operation that some caller was told of, rather one of the last.
  private Optional<String> operation() {
    var known = dialogue.operations();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.get(known.size() - 1 - chaos.below(Math.min(4, known.size()))));
  }

  private void read(Deployed function, String method, String path, Map<String, String> names) {
    var from = scheduler.now();
    var id = "read-" + dialogue.told().size();
    var event = Events.api(method, path, names, null, Json.object().build(), id);
    tell(null, names, function, from, lambda.invoke(function, event));
  }

  /// Repeats what was asked under a key, or asks for something else under it.
  private void repeat(Asked before) {
    if (before.key() == null || chaos.maybe(0.7)) {
      write(before.again(dialogue.reason()));
    } else {
      write(workload.instead(before, dialogue.reason()));
    }
  }

  private void write(Asked wish) {
    dialogue.asks(wish);
    if (wish.key() != null && chaos.maybe(0.2)) {
      var twin = wish.again(dialogue.reason());
      dialogue.asks(twin);
      begin("twin of " + wish.reason(), () -> send(twin));
    }
    send(wish);
  }

  private void send(Asked wish) {
    dialogue.begins(wish, scheduler.now());
    var dice = chaos.below(100);
    if (dice < 20) {
      bus.put(type(wish.function()), "event of " + wish.reason(), wish.direct());
      return;
    }
    var tries = wish.key() == null ? 1 : 3;
    for (var i = 0; i < tries; i++) {
      var from = scheduler.now();
      var event = dice < 35 ? wish.direct() : wish.api();
      var result = lambda.invoke(wish.function(), event);
      if (!tell(wish, Map.of(), wish.function(), from, result).isOpen()) {
        return;
      }
      scheduler.sleep(chaos.millis(500, 60_000));
    }
  }

  private Told tell(
      @Nullable Asked wish,
      Map<String, String> names,
      Deployed function,
      long from,
      Lambda.Result result) {
    var heard = Told.of(wish, names, function, from, scheduler.now(), result);
    dialogue.hears(heard);
    return heard;
  }

  private static String type(Deployed function) {
    return switch (function) {
      case CREATE -> "Create Image Mirror";
      case EDIT -> "Edit Image Mirror";
      case DELETE -> "Delete Image Mirror";
      case APPLY -> "Apply Image Mirrors";
      default -> throw new IllegalStateException("no write: " + function);
    };
  }
}
