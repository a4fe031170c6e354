package dev.imagemirrors.local.template;

import java.time.Duration;
import java.util.Optional;

/// A queue.
///
/// @param redrive where messages go that were received too often
public record QueueResource(
    String name,
    String arn,
    boolean fifo,
    boolean contentBasedDeduplication,
    Duration visibilityTimeout,
    Duration delay,
    Duration retention,
    Optional<Redrive> redrive) {
  /// The dead-letter queue, and after how many receives a message goes there.
  public record Redrive(String deadLetterArn, int maxReceiveCount) {}
}
