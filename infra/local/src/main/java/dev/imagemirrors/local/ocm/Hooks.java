package dev.imagemirrors.local.ocm;

import dev.imagemirrors.local.ocm.Routes.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The hooks under `/_sim`, by which tests and users control the simulator. Each returns the
/// resulting state.
final class Hooks {
  private static final int HOUR_MS = 3_600_000;

  private final SimulatorState state;
  private final Runnable reset;

  Hooks(SimulatorState state, Runnable reset) {
    this.state = state;
    this.reset = reset;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/_sim/state", (_, _) -> Answer.Reply.ok(state.state())),
        Route.open("POST", "/_sim/reset", (_, _) -> reset()),
        Route.open("POST", "/_sim/clusters/{cluster}", this::cluster),
        hook("/_sim/fault", fields -> state.faults().add(Fault.read(fields))),
        Route.open("DELETE", "/_sim/fault", (_, _) -> forgetFaults()),
        hook("/_sim/conflict", this::conflict),
        hook("/_sim/behaviour", state::behave),
        hook("/_sim/tokens", this::tokens));
  }

  private Route hook(String path, Consumer<HookFields> work) {
    return Route.open(
        "POST",
        path,
        (call, _) -> {
          work.accept(new HookFields(call.json()));
          return Answer.Reply.ok(state.state());
        });
  }

  private Answer.Reply reset() {
    reset.run();
    return Answer.Reply.ok(Json.object().put("reset", true));
  }

  private Answer.Reply cluster(Call call, Map<String, String> names) {
    String key = names.getOrDefault("cluster", "");
    if (key.isBlank()) {
      throw Refused.badRequest("The cluster's ID or name is missing from the path");
    }
    var changed = state.clusters().patch(key, call.json());
    state.save();
    return Answer.Reply.ok(changed.json());
  }

  private Answer.Reply forgetFaults() {
    state.faults().clear();
    return Answer.Reply.ok(state.state());
  }

  private void conflict(HookFields fields) {
    var window = fields.number("ms", 0, HOUR_MS);
    fields.refuseOthers();
    state.conflictWindow(
        Duration.ofMillis(window.orElseThrow(() -> HookFields.refusal("ms", "is needed"))));
  }

  private void tokens(HookFields fields) {
    var lifetime = fields.number("lifetime_s", 0, 86_400);
    boolean revoke = fields.truth("revoke").orElse(false);
    fields.refuseOthers();
    if (lifetime.isEmpty() && !revoke) {
      throw HookFields.refusal("lifetime_s", "or revoke is needed");
    }
    lifetime.map(Duration::ofSeconds).ifPresent(state.tokens()::lifetime);
    if (revoke) {
      state.tokens().revoke();
    }
  }
}
