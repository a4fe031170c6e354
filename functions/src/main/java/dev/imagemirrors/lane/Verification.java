package dev.imagemirrors.lane;

import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.time.Deadline;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/// Verifies a cluster's stored history against its hash chain, and against the head in the
/// cluster's lane: the chain alone does not show that entries were removed from its end.
public record Verification(Lanes lanes, History history, Deadline deadline) {
  private static final int PAGE = 1_000;
  private static final int MAX_READS = 4;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// The time that must be left for another page and for the reply.
  private static final Duration PAGE_TIME = Duration.ofSeconds(3);

  /// Receives the entries of a chain while it is read, up to the first fault.
  public interface Reader {
    /// How many more entries to read at most; with 0, reading stops.
    long left();

    void add(HistoryEntry entry);
  }

  /// Where reading ended.
  public enum End {
    /// At the end of the history.
    REACHED,
    /// Where the reader stopped it.
    STOPPED,
    /// Before, because the time ran out.
    OUT_OF_TIME
  }

  public Head head(String clusterId) {
    return lanes.state(clusterId).head();
  }

  /// Reads the next entries of the chain.
  public End read(String clusterId, Chain chain, Reader reader) {
    for (var reads = 1; ; reads++) {
      var before = head(clusterId);
      var end = readOn(clusterId, chain, reader);
      if (end != End.REACHED) {
        return end;
      }
      var after = head(clusterId);
      if (isBetween(before, chain.last(), after) || reads == MAX_READS) {
        chain.end(before, after);
        return End.REACHED;
      }
      pause();
    }
  }

  /// An entry and the head in the lane are written in one transaction, and read one after the
  /// other.
  private void pause() {
    deadline.time().sleep(PAUSE);
  }

  /// Compares the head in the lane with the last entry of the chain, where others may follow it.
  public void compareWithHead(String clusterId, Chain chain) {
    for (var reads = 1; ; reads++) {
      var head = head(clusterId);
      if (head.number() > chain.last().number()) {
        return;
      }
      if (head.number() == chain.last().number() || reads == MAX_READS) {
        chain.end(head, head);
        return;
      }
      pause();
    }
  }

  /// Compares the heads before the chain's checkpoint with their entries.
  public void compareEarlier(String clusterId, Chain chain) {
    for (var head : chain.earlier()) {
      compare(clusterId, chain, head, ChainFault.Evidence.KEPT);
    }
  }

  /// Compares a head with its entry.
  public void compare(String clusterId, Chain chain, Head head, ChainFault.Evidence evidence) {
    var stored =
        history.stored(clusterId, BigDecimal.valueOf(head.number() - 1), 1).entries().stream()
            .filter(entry -> entry.number().compareTo(BigDecimal.valueOf(head.number())) == 0)
            .findFirst();
    chain.compareEarlier(head, stored.orElse(null), evidence);
  }

  private static boolean isBetween(Head before, Head last, Head after) {
    return before.number() <= last.number() && last.number() <= after.number();
  }

  private End readOn(String clusterId, Chain chain, Reader reader) {
    do {
      var left = reader.left();
      if (left == 0) {
        return End.STOPPED;
      }
      var page = history.stored(clusterId, chain.checkpoint().read(), (int) Math.min(PAGE, left));
      for (var stored : page.entries()) {
        chain.add(stored);
        if (chain.holds()) {
          reader.add(
              new HistoryEntry(
                  chain.last().number(),
                  Objects.requireNonNull(stored.text()),
                  chain.last().hash()));
        }
      }
      if (page.next() == null) {
        return End.REACHED;
      }
    } while (deadline.fits(PAGE_TIME));
    return End.OUT_OF_TIME;
  }
}
