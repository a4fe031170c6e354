package dev.imagemirrors.cluster;

/// Whether a cluster's image mirrors can be changed now.
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /// Not now, but perhaps later: it installs, updates, hibernates …
  record NotYet(String state) implements Readiness {}

  /// Never: only hosted control planes have image mirrors.
  record Unsupported() implements Readiness {}

  static Readiness of(Cluster cluster) {
    if (!cluster.hosted()) {
      return new Unsupported();
    }
    return cluster.state().equals("ready") ? new Ready() : new NotYet(cluster.state());
  }
}
