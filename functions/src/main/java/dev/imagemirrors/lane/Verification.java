package dev.imagemirrors.lane;

import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.time.Deadline;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// Verifies a cluster's stored history against its hash chain, and against the head in the
/// cluster's lane: the chain alone does not show that entries were removed from its end.
public record Verification(Lanes lanes, History history, Deadline deadline) {
  private static final int PAGE = 1_000;
  private static final int MAX_READS = 4;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// The time that must be left for another page and for the reply.
  private static final Duration PAGE_TIME = Duration.ofSeconds(3);

  /// Reads the next entries of the chain. True at the end of the history; false when the time ran
  /// out or the limit was reached.
  ///
  /// @param limit the maximum number of entries to read
  /// @param each receives the entries until the first fault
  public boolean read(String clusterId, Chain chain, long limit, Consumer<HistoryEntry> each) {
    for (var reads = 1; ; reads++) {
      var before = lanes.state(clusterId).head();
      if (!readOn(clusterId, chain, limit, each)) {
        return false;
      }
      var after = lanes.state(clusterId).head();
      if (isBetween(before, chain.last(), after) || reads == MAX_READS) {
        chain.end(before, after);
        return true;
      }
      // An entry and the head in the lane are written in one transaction, and read one after the
      // other.
      deadline.time().sleep(PAUSE);
    }
  }

  /// Compares the heads before the chain's checkpoint with their entries.
  public void compareEarlier(String clusterId, Chain chain) {
    for (var head : chain.earlier()) {
      var stored =
          history.stored(clusterId, BigDecimal.valueOf(head.number() - 1), 1).entries().stream()
              .filter(entry -> entry.number().compareTo(BigDecimal.valueOf(head.number())) == 0)
              .findFirst();
      chain.compareEarlier(head, stored.orElse(null));
    }
  }

  private static boolean isBetween(Head before, Head last, Head after) {
    return before.number() <= last.number() && last.number() <= after.number();
  }

  private boolean readOn(String clusterId, Chain chain, long limit, Consumer<HistoryEntry> each) {
    do {
      var left = limit - chain.entries();
      var size = (int) Math.min(PAGE, left);
      if (size == 0) {
        return false;
      }
      var page = history.stored(clusterId, chain.checkpoint().read(), size);
      for (var stored : page.entries()) {
        chain.add(stored);
        if (chain.holds()) {
          each.accept(
              new HistoryEntry(
                  chain.last().number(),
                  Objects.requireNonNull(stored.text()),
                  chain.last().hash()));
        }
      }
      if (page.next() == null) {
        return true;
      }
    } while (deadline.fits(PAGE_TIME));
    return false;
  }
}
