package dev.imagemirrors.operation;

import java.util.Collection;
import java.util.Optional;

/// How many writes can wait for one cluster. No caller can fill the queue, and so keep others out.
///
/// The queue is counted before a write joins it, so writes that join at the same time can exceed a
/// limit by their number.
public final class QueueLimits {
  /// Of all callers.
  public static final int TOTAL = 500;

  /// Of one caller.
  public static final int PER_CALLER = 250;

  /// Of one caller, with `defer_until_ready`: they can wait for as long as an operation lives.
  public static final int DEFERRED_PER_CALLER = 50;

  /// A shorter queue has reached no limit, whosever writes are in it.
  public static final int LEAST = Math.min(TOTAL, Math.min(PER_CALLER, DEFERRED_PER_CALLER));

  private QueueLimits() {}

  /// The limit that a write has reached; empty while it can join the queue.
  public static Optional<String> reached(Operation operation, Collection<QueuePlace> queue) {
    if (queue.size() >= TOTAL) {
      return Optional.of(total());
    }
    var mine = QueuePlace.of(operation);
    var writes = queue.stream().filter(each -> each.caller().equals(mine.caller())).toList();
    if (writes.size() >= PER_CALLER) {
      return Optional.of(maximum(PER_CALLER + " writes of one caller"));
    }
    var deferred = writes.stream().filter(QueuePlace::deferred).count();
    return mine.deferred() && deferred >= DEFERRED_PER_CALLER
        ? Optional.of(maximum(DEFERRED_PER_CALLER + " writes of one caller with defer_until_ready"))
        : Optional.empty();
  }

  public static String total() {
    return maximum(TOTAL + " writes");
  }

  private static String maximum(String writes) {
    return "its queue has the maximum of " + writes;
  }
}
