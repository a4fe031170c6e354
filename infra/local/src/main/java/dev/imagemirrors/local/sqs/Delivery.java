package dev.imagemirrors.local.sqs;

import java.time.Instant;
import java.util.Optional;

/// A message in a queue: how often it was received, and when it can be received next.
final class Delivery {
  final Message message;
  int receives;
  Instant visibleAt;
  Optional<Instant> firstReceived = Optional.empty();
  Optional<String> handle = Optional.empty();

  Delivery(Message message, int receives, Instant visibleAt) {
    this.message = message;
    this.receives = receives;
    this.visibleAt = visibleAt;
  }

  /// Received, and neither deleted nor visible again.
  boolean isInFlight(Instant now) {
    return handle.isPresent() && visibleAt.isAfter(now);
  }
}
