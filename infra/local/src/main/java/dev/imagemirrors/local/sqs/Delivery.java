package dev.imagemirrors.local.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A queued message: how often it was received, and when it is visible next.
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

  /// In flight: received, and neither deleted nor visible again.
  boolean isInFlight(Instant now) {
    return handle.isPresent() && visibleAt.isAfter(now);
  }

  Received receive(Instant now, Duration visibility) {
    var newHandle = UUID.randomUUID().toString();
    var first = firstReceived.orElse(now);
    receives++;
    visibleAt = now.plus(visibility);
    handle = Optional.of(newHandle);
    firstReceived = Optional.of(first);
    return new Received(message, newHandle, receives, first);
  }
}
