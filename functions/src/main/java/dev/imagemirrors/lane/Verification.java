package dev.imagemirrors.lane;

import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// Reads a cluster's history as it is stored, and holds it to its chain and to the head that the
/// cluster's lane has: what the chain alone does not show is that its end was cut off.
public record Verification(Lanes lanes, History history, Deadline deadline) {
  private static final int PAGE = 1_000;
  private static final int MOST_LOOKS = 4;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// What must be left of the time for another page, and for the answer.
  private static final Duration READING = Duration.ofSeconds(3);

  /// Reads what comes next in the chain. True when it came to the end; else the time did not
  /// suffice, or there are more entries than were to be read.
  ///
  /// @param each is given the entries for as long as nothing is wrong
  public boolean read(String clusterId, Chain chain, long most, Consumer<HistoryEntry> each) {
    for (var looks = 1; ; looks++) {
      var before = lanes.state(clusterId).head();
      if (!readOn(clusterId, chain, most, each)) {
        return false;
      }
      var after = lanes.state(clusterId).head();
      if (isBetween(before, chain.last(), after) || looks == MOST_LOOKS) {
        chain.end(before, after);
        return true;
      }
      // An entry and the lane's head are written at once, and are seen one after the other.
      deadline.time().sleep(PAUSE);
    }
  }

  private static boolean isBetween(Head before, Head last, Head after) {
    return before.number() <= last.number() && last.number() <= after.number();
  }

  private boolean readOn(String clusterId, Chain chain, long most, Consumer<HistoryEntry> each) {
    do {
      var left = most - chain.entries();
      var limit = (int) Math.min(PAGE, left);
      if (limit == 0) {
        return false;
      }
      var page = history.stored(clusterId, chain.checkpoint().read(), limit);
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
    } while (deadline.fits(READING));
    return false;
  }
}
