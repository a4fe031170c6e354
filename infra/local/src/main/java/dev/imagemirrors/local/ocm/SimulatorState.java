package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.StreamSupport;

/// The mutable state of the simulator. A reset creates a new one; calls in progress finish in the
/// old one.
final class SimulatorState {
  private final Clusters clusters;
  private final Tokens tokens;
  private final Faults faults = new Faults();
  private final CallCounter counter = new CallCounter();
  private volatile Rules rules = Rules.SEED;

  SimulatorState(InstantSource clock) {
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

  CallCounter counter() {
    return counter;
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
    var known = clusters.state(counter);
    int conflicts =
        StreamSupport.stream(known.spliterator(), false)
            .mapToInt(cluster -> cluster.path("conflicts").asInt())
            .sum();
    var state = Json.object();
    state.set("clusters", known);
    state.set("calls", counter.calls());
    state
        .put("conflicts", conflicts)
        .put("faults_left", faults.left())
        .put("tokens_issued", tokens.issuedSoFar())
        .put("conflict_ms", rules.conflictWindow().toMillis());
    return state.set("behaviour", rules.behaviour().json());
  }
}
