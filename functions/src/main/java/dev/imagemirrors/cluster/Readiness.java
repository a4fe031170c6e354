package dev.imagemirrors.cluster;

/// Whether a cluster's image mirrors can be changed now.
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /// Not now: it is installing, updating, hibernating or in error.
  record NotYet(String state) implements Readiness {
    /// Whether a cluster in this state can become ready by itself.
    public boolean isTransient() {
      return !state.equals("error") && !state.equals("uninstalling");
    }
  }

  /// Never: only hosted control planes have image mirrors.
  record Unsupported() implements Readiness {}

  static Readiness of(Cluster cluster) {
    if (!cluster.hosted()) {
      return new Unsupported();
    }
    return cluster.state().equals("ready") ? new Ready() : new NotYet(cluster.state());
  }
}
