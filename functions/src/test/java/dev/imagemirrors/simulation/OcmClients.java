package dev.imagemirrors.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Those who use OCM's own clients, such as rosa and Terraform, which come in by the door: each
/// with a token of their own, which those clients renew when it is over, if they know it. What is
/// answered with 503, or not at all, they send again, twice.
final class OcmClients {
  private static final List<String> USERS = List.of("pat", "sam", "pat", "sam", OcmTokens.STRANGER);
  private static final int TRIES = 3;

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Lambda lambda;
  private final Workload workload;
  private final Dialogue dialogue;
  private final OcmTokens tokens;
  private final Map<String, Held> held = new HashMap<>();

  private record Held(String token, long goodUntil) {}

  OcmClients(
      Scheduler scheduler,
      Chaos chaos,
      Lambda lambda,
      Workload workload,
      Dialogue dialogue,
      OcmTokens tokens) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.lambda = lambda;
    this.workload = workload;
    this.dialogue = dialogue;
    this.tokens = tokens;
  }

  void act() {
    var user = chaos.oneOf(USERS);
    if (chaos.maybe(0.2)) {
      read(user);
      return;
    }
    var wish = workload.ofClient(user, dialogue.reason());
    for (var tries = 1; send(wish).isOpen() && tries < TRIES; tries++) {
      scheduler.sleep(chaos.millis(100, 20_000));
      wish = wish.again(dialogue.reason());
    }
  }

  private Told send(Asked wish) {
    dialogue.asks(wish);
    dialogue.begins(wish, scheduler.now());
    var from = scheduler.now();
    var result =
        lambda.invoke(
            Deployed.OCM_PROXY, wish.proxy(workload.idOf(wish.cluster()), token(user(wish))));
    var heard = Told.of(wish, Map.of(), Deployed.OCM_PROXY, from, scheduler.now(), result);
    dialogue.hears(heard);
    return heard;
  }

  private void read(String user) {
    var cluster = workload.cluster();
    var from = scheduler.now();
    var id = "read-" + dialogue.told().size();
    var path = "/" + workload.idOf(cluster) + "/image_mirrors";
    var result =
        lambda.invoke(Deployed.OCM_PROXY, Events.proxy("GET", path, token(user), null, id));
    var names = Map.of("cluster", cluster);
    dialogue.hears(Told.of(null, names, Deployed.OCM_PROXY, from, scheduler.now(), result));
  }

  private static String user(Asked wish) {
    return Objects.requireNonNull(wish.user());
  }

  private String token(String user) {
    var now = scheduler.now();
    var kept = held.get(user);
    if (kept != null && (now < kept.goodUntil() || chaos.maybe(0.1))) {
      return kept.token();
    }
    var fresh = tokens.issue(user, now);
    held.put(user, new Held(fresh, now + tokens.life().toNanos()));
    return fresh;
  }
}
