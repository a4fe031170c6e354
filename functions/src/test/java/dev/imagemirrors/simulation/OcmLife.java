package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.List;

/// What happens to clusters without us: they become ready, hibernate, are uninstalled; others write
/// to them; and events tell of it, twice and late.
record OcmLife(Scheduler scheduler, Chaos chaos, OcmClusters ocm, SimulatedBus bus) {
  static final List<String> STATES =
      List.of("installing", "waiting", "hibernating", "updating", "error");

  private static final List<String> SOURCES =
      List.of("quay.io/a", "quay.io/a/b", "registry", "x/y");

  void begin() {
    var changing = chaos.maybe(0.5);
    var writers = chaos.maybe(0.35);
    for (var cluster : ocm.all()) {
      if (changing || !cluster.state().equals("ready")) {
        scheduler.start("life of " + cluster.name(), Duration.ZERO, () -> live(cluster));
      }
      if (writers) {
        create(cluster, List.of("theirs.example.com"));
        scheduler.start("others on " + cluster.name(), Duration.ZERO, () -> write(cluster));
      }
    }
  }

  private void live(OcmClusters.State cluster) {
    for (var turns = 1 + chaos.below(4); turns > 0; turns--) {
      scheduler.sleep(chaos.between(Duration.ofSeconds(5), Duration.ofMinutes(5)));
      if (chaos.maybe(0.07)) {
        ocm.goes(cluster.id(), scheduler.now());
        return;
      }
      var state = chaos.maybe(0.7) ? "ready" : chaos.oneOf(STATES);
      ocm.becomes(cluster.id(), state, scheduler.now());
      if (state.equals("ready") && chaos.maybe(0.6)) {
        bus.put(
            "Cluster Ready",
            "pipeline-" + cluster.name() + "-" + turns,
            Json.object().put("cluster", cluster.name()).build());
      }
    }
  }

  private void write(OcmClusters.State cluster) {
    for (var turns = 1 + chaos.below(8); turns > 0; turns--) {
      scheduler.sleep(chaos.between(Duration.ofSeconds(1), Duration.ofMinutes(2)));
      if (!cluster.state().equals("ready") || ocm.byId(cluster.id()).isEmpty()) {
        continue;
      }
      var there = cluster.mirrorOf(chaos.oneOf(SOURCES));
      var list = List.of(chaos.maybe(0.5) ? "theirs.example.com" : "m.example.com/a");
      if (there.isEmpty()) {
        create(cluster, list);
      } else if (chaos.maybe(0.5)) {
        ocm.edit(cluster, there.get(), list, null, scheduler.now());
      } else {
        ocm.change(cluster, there.get(), null, null, scheduler.now());
      }
    }
  }

  private void create(OcmClusters.State cluster, List<String> list) {
    var source = chaos.oneOf(SOURCES);
    if (cluster.mirrorOf(source).isEmpty()) {
      ocm.create(cluster, source, list, null, scheduler.now());
    }
  }
}
