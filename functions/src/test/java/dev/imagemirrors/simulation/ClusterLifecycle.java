package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.List;

/// Events that the functions do not cause: clusters become ready, hibernate and are uninstalled,
/// other clients write to them, and bus events report it, late and repeatedly.
record ClusterLifecycle(
    Scheduler scheduler, FaultInjector faults, OcmClusters ocm, SimulatedBus bus) {
  static final List<String> STATES =
      List.of("installing", "waiting", "hibernating", "updating", "error");

  private static final List<String> SOURCES =
      List.of("quay.io/a", "quay.io/a/b", "registry", "x/y");

  void begin() {
    var changing = faults.chance(0.5);
    var writers = faults.chance(0.35);
    for (var cluster : ocm.all()) {
      if (changing || !cluster.state().equals("ready")) {
        scheduler.start(
            "lifecycle of " + cluster.name(), Duration.ZERO, () -> changeStates(cluster));
      }
      if (writers) {
        create(cluster, List.of("theirs.example.com"));
        scheduler.start("others on " + cluster.name(), Duration.ZERO, () -> write(cluster));
      }
    }
  }

  private void changeStates(OcmClusters.State cluster) {
    for (var turns = 1 + faults.below(4); turns > 0; turns--) {
      scheduler.sleep(faults.between(Duration.ofSeconds(5), Duration.ofMinutes(5)));
      if (faults.chance(0.07)) {
        ocm.delete(cluster.id(), scheduler.now());
        return;
      }
      var state = faults.chance(0.7) ? "ready" : faults.pick(STATES);
      ocm.changeState(cluster.id(), state, scheduler.now());
      if (state.equals("ready") && faults.chance(0.6)) {
        bus.put(
            "Cluster Ready",
            "pipeline-" + cluster.name() + "-" + turns,
            Json.object().put("cluster", cluster.name()).build());
      }
    }
  }

  private void write(OcmClusters.State cluster) {
    for (var turns = 1 + faults.below(8); turns > 0; turns--) {
      scheduler.sleep(faults.between(Duration.ofSeconds(1), Duration.ofMinutes(2)));
      if (!cluster.state().equals("ready") || ocm.byId(cluster.id()).isEmpty()) {
        continue;
      }
      var there = cluster.mirrorOf(faults.pick(SOURCES));
      var list = List.of(faults.chance(0.5) ? "theirs.example.com" : "m.example.com/a");
      if (there.isEmpty()) {
        create(cluster, list);
      } else if (faults.chance(0.5)) {
        ocm.edit(cluster, there.get(), list, null, scheduler.now());
      } else {
        ocm.change(cluster, there.get(), null, null, scheduler.now());
      }
    }
  }

  private void create(OcmClusters.State cluster, List<String> list) {
    var source = faults.pick(SOURCES);
    if (cluster.mirrorOf(source).isEmpty()) {
      ocm.create(cluster, source, list, null, scheduler.now());
    }
  }
}
