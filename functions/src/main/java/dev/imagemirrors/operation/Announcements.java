package dev.imagemirrors.operation;

import dev.imagemirrors.json.Json;

/// What is told to everybody who listens on the bus.
public interface Announcements {
  String CREATED = "Image Mirror Created";
  String UPDATED = "Image Mirror Updated";
  String DELETED = "Image Mirror Deleted";

  /// The detail type under which a request from the bus that was not done is announced.
  String FAILED = "Image Mirror Operation Failed";

  /// The detail type that tells that a cluster has become ready.
  String CLUSTER_READY = "Cluster Ready";

  void announce(String detailType, Json detail);
}
