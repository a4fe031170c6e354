package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.StreamSupport;

/// The mutable state of the simulator. A reset creates a new one; calls in progress finish in the
/// old one.
final class SimulatorState {
  private final Clusters clusters;
  private final Tokens tokens;
  private final StateFile file;
  private final Faults faults = new Faults();
  private final CallCounter counter = new CallCounter();
  private volatile Rules rules = Rules.SEED;

  SimulatorState(InstantSource clock, StateFile file) {
    this(Clusters.of(ClusterDocuments.seed(), clock), clock, file);
  }

  private SimulatorState(Clusters clusters, InstantSource clock, StateFile file) {
    this.clusters = clusters;
    this.tokens = new Tokens(clock);
    this.file = file;
  }

  /// The state in the file, or the initial one.
  static SimulatorState stored(InstantSource clock, StateFile file) {
    var stored = file.read();
    if (stored.isEmpty()) {
      return new SimulatorState(clock, file);
    }
    try {
      return new SimulatorState(Clusters.stored(stored.get(), clock), clock, file);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw file.unusable(e);
    }
  }

  /// Writes the clusters and their image mirrors to the file, after each change.
  synchronized void save() {
    file.write(clusters::toStore);
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
