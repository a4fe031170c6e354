package dev.imagemirrors.operation;

import dev.imagemirrors.json.Json;

/// Announces events on the bus.
public interface Announcements {
  String CREATED = "Image Mirror Created";
  String UPDATED = "Image Mirror Updated";
  String DELETED = "Image Mirror Deleted";

  /// The detail type for an operation, or a request from the bus, that failed.
  String FAILED = "Image Mirror Operation Failed";

  /// The detail type for a cluster that has become ready.
  String CLUSTER_READY = "Cluster Ready";

  void announce(String detailType, Json detail);
}
