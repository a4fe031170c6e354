package dev.imagemirrors.local.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The deduplication IDs that a FIFO queue received in the last five minutes.
final class Deduplication {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private record Seen(Message message, Instant until) {}

  private final Map<String, Seen> seen = new HashMap<>();

  Optional<Message> find(String id, Instant now) {
    seen.values().removeIf(s -> !s.until().isAfter(now));
    return Optional.ofNullable(seen.get(id)).map(Seen::message);
  }

  void remember(String id, Message message, Instant now) {
    seen.put(id, new Seen(message, now.plus(INTERVAL)));
  }
}
