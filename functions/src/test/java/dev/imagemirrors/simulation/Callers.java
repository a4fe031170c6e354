package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Those who ask for writes and read: through the API, directly and over the bus, a few of them at
/// once.
final class Callers {
  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Lambda lambda;
  private final SimulatedBus bus;
  private final Wishes wishes;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Long> begun = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();
  private int busy;

  Callers(Scheduler scheduler, Chaos chaos, Lambda lambda, SimulatedBus bus, OcmClusters ocm) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.lambda = lambda;
    this.bus = bus;
    this.wishes = new Wishes(chaos, ocm);
  }

  List<Asked> asked() {
    return asked;
  }

  List<Told> told() {
    return told;
  }

  /// When somebody began to ask.
  long begun(String reason) {
    return begun.getOrDefault(reason, Long.MAX_VALUE);
  }

  /// Whether somebody asked for an operation to be called off.
  boolean cancelled(String operation) {
    return cancelled.contains(operation);
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
    var dice = chaos.below(100);
    if (dice < 70 || asked.isEmpty()) {
      write(wishes.any(reason(), chaos.maybe(0.5) ? "key-" + asked.size() : null));
    } else if (dice < 80) {
      repeat(chaos.oneOf(asked));
    } else if (dice < 88) {
      var cluster = wishes.cluster();
      read(Deployed.LIST, "GET", "/clusters/" + cluster, Map.of("cluster", cluster));
    } else {
      operation()
          .ifPresent(id -> {
            var cancels = chaos.maybe(0.6);
            if (cancels) {
              cancelled.add(id);
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
    var known = told.stream().map(Told::operation).filter(id -> id != null).toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.valueOf(known.get(known.size() - 1 - chaos.below(Math.min(4, known.size())))));
  }

  private void read(Deployed function, String method, String path, Map<String, String> names) {
    var from = scheduler.now();
    var event = Events.api(method, path, names, null, Json.object().build(), "read-" + told.size());
    tell(null, names, function, from, lambda.invoke(function, event));
  }

  /// Repeats what was asked under a key, or asks for something else under it.
  private void repeat(Asked before) {
    if (before.key() == null) {
      write(before.again(reason()));
    } else if (chaos.maybe(0.7)) {
      write(before.again(reason()));
    } else {
      write(wishes.instead(before, reason()));
    }
  }

  private String reason() {
    return "request " + (asked.size() + 1);
  }

  private void write(Asked wish) {
    asked.add(wish);
    if (wish.key() != null && chaos.maybe(0.2)) {
      var twin = wish.again(reason());
      asked.add(twin);
      begin("twin of " + wish.reason(), () -> send(twin));
    }
    send(wish);
  }

  private void send(Asked wish) {
    begun.put(wish.reason(), scheduler.now());
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
    told.add(heard);
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
