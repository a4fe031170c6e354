package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// What surrounds the functions in a scenario.
///
/// @param clusters the names of the clusters; empty for one to three in any state
/// @param lifetime the lifetime of an accepted operation
/// @param conflictWindow how long after a write OCM answers the next one with 409
/// @param maxReceives how often a message is received before it becomes a dead letter; 0 for any
///   number
record Surroundings(
    List<String> clusters,
    Limits limits,
    List<OcmOutage> outages,
    Throughput throughput,
    Duration lifetime,
    Duration conflictWindow,
    int maxReceives) {
  /// How many writes each partition of the tables, and of their indexes, takes in a second; 0 for
  /// any number.
  record Throughput(int ofTables, int ofIndexes) {
    static final Throughput UNLIMITED = new Throughput(0, 0);
  }

  Surroundings {
    clusters = List.copyOf(clusters);
    outages = List.copyOf(outages);
  }

  static Surroundings of(List<String> clusters) {
    return new Surroundings(
        clusters,
        Limits.NONE,
        List.of(),
        Throughput.UNLIMITED,
        Duration.ofDays(1),
        Duration.ZERO,
        0);
  }

  Surroundings with(Limits other) {
    return new Surroundings(
        clusters, other, outages, throughput, lifetime, conflictWindow, maxReceives);
  }

  Surroundings with(List<OcmOutage> others) {
    return new Surroundings(
        clusters, limits, others, throughput, lifetime, conflictWindow, maxReceives);
  }

  Surroundings with(Throughput other) {
    return new Surroundings(
        clusters, limits, outages, other, lifetime, conflictWindow, maxReceives);
  }

  Surroundings withLifetime(Duration other) {
    return new Surroundings(
        clusters, limits, outages, throughput, other, conflictWindow, maxReceives);
  }

  Surroundings withConflictWindow(Duration other) {
    return new Surroundings(clusters, limits, outages, throughput, lifetime, other, maxReceives);
  }

  Surroundings withMaxReceives(int other) {
    return new Surroundings(clusters, limits, outages, throughput, lifetime, conflictWindow, other);
  }

  /// The only outage of the whole of OCM.
  OcmOutage outage() {
    return outages.stream().filter(each -> each.cluster() == null).findFirst().orElseThrow();
  }
}
