package dev.imagemirrors.local.template;

import java.time.Duration;
import java.util.Optional;

/// A queue.
///
/// @param redrive where a message goes that was received too often
public record QueueResource(
    String name,
    String arn,
    boolean fifo,
    boolean contentBasedDeduplication,
    Duration visibilityTimeout,
    Duration delay,
    Duration retention,
    Optional<Redrive> redrive) {
  /// To the queue with this ARN, after so many receives.
  public record Redrive(String deadLetterArn, int maxReceiveCount) {}
}
