package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;

/// What is told to everybody who listens on the bus.
public interface Announcements {
  /// The detail type under which a request from the bus that was not done is announced.
  String FAILED = "Image Mirror Operation Failed";

  void announce(String detailType, Json detail);
}
