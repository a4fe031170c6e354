package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.StreamSupport;

/// Everything that changes while the simulator runs. A reset begins a new one; calls under way end
/// in the old.
final class World {
  private final Clusters clusters;
  private final Tokens tokens;
  private final Faults faults = new Faults();
  private final Traffic traffic = new Traffic();
  private volatile Rules rules = Rules.SEED;

  World(InstantSource clock) {
    clusters = new Clusters(ClusterDocuments.seed(), clock);
    tokens = new Tokens(clock);
  }

  Clusters clusters() {
    return clusters;
  }

  Tokens tokens() {
    return tokens;
  }

  Faults faults() {
    return faults;
  }

  Traffic traffic() {
    return traffic;
  }

  Rules rules() {
    return rules;
  }

  synchronized void behave(HookFields fields) {
    Behaviour changed = rules.behaviour().with(fields);
    fields.refuseOthers();
    rules = rules.with(changed);
  }

  synchronized void conflictWindow(Duration window) {
    rules = rules.withConflictWindow(window);
    clusters.all().forEach(Cluster::forgetWrites);
  }

  ObjectNode state() {
    var known = clusters.state(traffic);
    int conflicts =
        StreamSupport.stream(known.spliterator(), false)
            .mapToInt(cluster -> cluster.path("conflicts").asInt())
            .sum();
    var state = Json.object();
    state.set("clusters", known);
    state.set("calls", traffic.calls());
    state
        .put("conflicts", conflicts)
        .put("faults_left", faults.left())
        .put("tokens_issued", tokens.issuedSoFar())
        .put("conflict_ms", rules.conflictWindow().toMillis());
    return state.set("behaviour", rules.behaviour().json());
  }
}
