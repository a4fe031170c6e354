package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.history.Checkpoint;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest extends World {
  private final List<HistoryEntry> given = new ArrayList<>();

  @BeforeEach
  void writeAHistory() {
    for (var i = 0; i < 5; i++) {
      outcome(create("a/" + i, "m/" + i));
    }
  }

  private Chain chain() {
    return new Chain(CLUSTER, Checkpoint.START, List.of());
  }

  private boolean read(Chain chain, long most) {
    return read(store, chain, most);
  }

  /// Reads at most this many entries. True at the end of the history.
  private boolean read(Lanes lanes, Chain chain, long most) {
    var reader =
        new Verification.Reader() {
          @Override
          public long left() {
            return most - chain.entries();
          }

          @Override
          public void add(HistoryEntry entry) {
            given.add(entry);
          }
        };
    return new Verification(lanes, store, Deadline.in(time, LIMIT)).read(CLUSTER, chain, reader)
        == Verification.End.REACHED;
  }

  @Test
  void readsToTheEnd() {
    var chain = chain();

    assertThat(read(chain, 1_000)).isTrue();
    assertThat(chain.holds()).isTrue();
    assertThat(chain.last()).isEqualTo(store.state(CLUSTER).head());
    assertThat(given).isEqualTo(store.entries(CLUSTER));
  }

  @Test
  void readsUpToTheLimitAndThenContinues() {
    var first = chain();
    assertThat(read(first, 2)).isFalse();
    assertThat(first.entries()).isEqualTo(2);

    var second = new Chain(CLUSTER, first.checkpoint(), List.of());
    assertThat(read(second, 3)).isTrue();
    assertThat(second.holds()).isTrue();
    assertThat(given).isEqualTo(store.entries(CLUSTER));
  }

  @Test
  void givesNothingAfterAFault() {
    store.stored = all -> without(all, 2);
    var chain = chain();

    assertThat(read(chain, 1_000)).isTrue();
    assertThat(chain.faults())
        .containsExactly(new ChainFault.Missing(3, 3, ChainFault.Evidence.NEXT));
    assertThat(given).isEqualTo(store.entries(CLUSTER).subList(0, 2));
  }

  @Test
  void findsThatEntriesAreMissingAtTheEnd() {
    store.stored = all -> without(all, 4);
    var chain = chain();

    assertThat(read(chain, 1_000)).isTrue();
    assertThat(chain.faults())
        .containsExactly(new ChainFault.Missing(5, 5, ChainFault.Evidence.LANE));
  }

  /// An entry and the head in the lane are written in one transaction, and read one after the
  /// other.
  @Test
  void readsAgainForAnEntryThatIsNotVisibleYet() {
    var looks = new AtomicInteger();
    store.stored = all -> looks.incrementAndGet() < 3 ? without(all, 4) : all;
    var chain = chain();

    assertThat(read(chain, 1_000)).isTrue();
    assertThat(chain.holds()).isTrue();
    assertThat(chain.entries()).isEqualTo(5);
  }

  @Test
  void readsAgainForAHeadThatIsNotVisibleYet() {
    var laneState = store.state(CLUSTER);
    var old = new LaneState(store.entries(CLUSTER).get(3).head(), null, laneState.places());
    var looks = new AtomicInteger();
    Between late = _ -> looks.incrementAndGet() < 3 ? old : laneState;
    var lanes = late.put(Lanes.class, store);
    var chain = chain();
    var start = time.nanos();

    assertThat(read(lanes, chain, 1_000)).isTrue();
    assertThat(chain.holds()).isTrue();
    assertThat(Duration.ofNanos(time.nanos() - start)).isPositive();
  }

  @Test
  void acceptsEntriesThatAreAddedWhileItReads() {
    var written = new AtomicInteger();
    store.stored =
        all -> {
          if (written.getAndIncrement() == 0) {
            outcome(create("a/late", "m/late"));
          }
          return all;
        };
    var chain = chain();

    assertThat(read(chain, 1_000)).isTrue();
    assertThat(chain.holds()).isTrue();
  }

  @Test
  void stopsInTimeWithAPageAtLeast() {
    for (var i = 0; i < 1_100; i++) {
      outcome(edit("a/0", "n/" + i));
    }
    store.stored =
        all -> {
          time.sleep(Duration.ofSeconds(23));
          return all;
        };
    var first = chain();

    assertThat(read(first, Long.MAX_VALUE)).isFalse();
    assertThat(first.entries()).isEqualTo(1_000);
    assertThat(first.checkpoint().text()).startsWith("1000:");

    var second = new Chain(CLUSTER, first.checkpoint(), List.of());
    assertThat(read(second, Long.MAX_VALUE)).isTrue();
    assertThat(second.holds()).isTrue();
    assertThat(second.entries()).isEqualTo(105);
  }

  private static List<StoredEntry> without(List<StoredEntry> all, int place) {
    var rest = new ArrayList<>(all);
    rest.remove(place);
    return rest;
  }
}
