package dev.imagemirrors.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.history.ChainFault.Evidence;
import dev.imagemirrors.history.LongHistory;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.lane.LongPast;
import dev.imagemirrors.mirror.ImageMirror;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Moments in a history of 5,500 entries, with checkpoints at each thousand.
class PastReaderTest {
  private static final String CLUSTER = LongPast.CLUSTER;

  /// The entry of the first checkpoint, and those up to the second.
  private static final int MOST_ENTRIES = 1_001;

  private LongPast past = new LongPast().checkpointed();

  private PastReader.Read read(Moment moment) {
    past.store.entriesRead = 0;
    past.store.calls.clear();
    var reader = new PastReader(past.verification(), past.store);
    return reader.read(CLUSTER, moment, reader.head(CLUSTER));
  }

  private PastReader.Read read(long number) {
    return read(new Moment.AtEntry(number));
  }

  private List<ChainFault> faults(long number) {
    return read(number).chain().faults();
  }

  private void assertIsAt(PastReader.Read read, long number) {
    assertThat(read.chain().faults()).isEmpty();
    assertThat(read.isComplete()).isTrue();
    assertThat(read.past().number()).isEqualTo(number);
    assertThat(read.past().time()).isEqualTo(number == 0 ? null : LongHistory.time(number));
    assertThat(read.past().mirrors()).isEqualTo(past.mirrors(number));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 999, 1_000, 1_001, 2_345, 4_999, 5_000, 5_499, 5_500})
  void readsFromOneCheckpointToTheNext(long number) {
    assertIsAt(read(number), number);

    assertThat(past.store.entriesRead).isBetween(1, MOST_ENTRIES);
    assertThat(Collections.frequency(past.store.calls, "newest")).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 999, 1_000, 1_001, 2_345, 4_999, 5_000, 5_499, 5_500})
  void findsTheCheckpointBeforeATime(long number) {
    var moment = new Moment.AtTime(LongHistory.time(number).plusSeconds(30));

    assertIsAt(read(moment), number);

    assertThat(past.store.entriesRead).isBetween(1, MOST_ENTRIES);
    assertThat(Collections.frequency(past.store.calls, "newest")).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 1_000, 2_345, 5_500})
  void needsNoCheckpoint(long number) {
    past = new LongPast();

    assertIsAt(read(number), number);
    assertIsAt(read(new Moment.AtTime(LongHistory.time(number))), number);
  }

  @Test
  void readsFromAnEarlierCheckpointWhenOneIsMissing() {
    past = new LongPast();
    past.store.add(CLUSTER, past.state(1_000));
    past.store.add(CLUSTER, past.state(4_000));

    assertIsAt(read(3_500), 3_500);
    assertThat(past.store.entriesRead).isEqualTo(3_001);
    assertIsAt(read(new Moment.AtTime(LongHistory.time(3_500))), 3_500);
    assertIsAt(read(new Moment.AtTime(LongHistory.time(4_500))), 4_500);
    assertThat(past.store.entriesRead).isEqualTo(1_001);
  }

  /// The first entry after a time ends it, though the clock of its writer was ahead and others
  /// follow with earlier times.
  @Test
  void isNotMisledByAClockThatIsAhead() {
    past = new LongPast(number -> LongHistory.time(number == 900 ? 1_010 : number)).checkpointed();

    assertIsAt(read(new Moment.AtTime(LongHistory.time(1_005))), 899);
    assertThat(read(new Moment.AtTime(LongHistory.time(1_010))).past().number()).isEqualTo(1_010);
  }

  @Test
  void refusesAnAlteredEntryOnThePath() {
    past.rewrite(2_500);

    var replaced =
        new ChainFault.Replaced(
            2_500, hashOfRewritten(2_500), past.entry(2_500).hash(), Evidence.NEXT);
    assertThat(faults(2_345)).containsExactly(replaced);
    assertThat(faults(2_999)).containsExactly(replaced);
    assertIsAt(read(3_000), 3_000);
    assertIsAt(read(1_999), 1_999);
  }

  @Test
  void refusesACheckpointOfAnotherEntry() {
    past.rewrite(2_000);

    var replaced =
        new ChainFault.Replaced(
            2_000, hashOfRewritten(2_000), past.entry(2_000).hash(), Evidence.CHECKPOINT);
    assertThat(faults(2_345)).containsExactly(replaced);
    assertThat(faults(2_000)).containsExactly(replaced);
    assertIsAt(read(3_000), 3_000);
  }

  private String hashOfRewritten(int number) {
    return String.valueOf(
        past.store.stored(CLUSTER, BigDecimal.valueOf(number - 1), 1).entries().getFirst().hash());
  }

  @Test
  void refusesACheckpointThatTheOneBeforeOrAfterContradicts() {
    past = new LongPast();
    var state = past.state(2_000);
    var mirrors = new ArrayList<>(state.mirrors());
    mirrors.add(
        new ImageMirror(
            "id-evil", "z.io/evil", List.of("evil.com/x"), LongHistory.START, LongHistory.START));
    past.store.add(
        CLUSTER, new StateCheckpoint(state.head(), state.time(), state.latest(), mirrors));
    past.store.add(CLUSTER, past.state(3_000));

    assertThat(faults(1_999))
        .containsExactly(new ChainFault.WrongCheckpoint(BigDecimal.valueOf(2_000)));
    assertThat(faults(2_345))
        .containsExactly(new ChainFault.WrongCheckpoint(BigDecimal.valueOf(3_000)));
  }

  @Test
  void findsThatTheEndIsMissing() {
    past.store.stored = all -> all.subList(0, 4_700);

    assertThat(faults(4_500)).containsExactly(new ChainFault.Missing(4_701, 5_500, Evidence.LANE));
    assertIsAt(read(2_345), 2_345);
  }

  @Test
  void refusesEntriesBehindTheHeadOfTheLane() {
    var lanes = new LongPast(2_500).store;
    var reader = new PastReader(past.verification(lanes), past.store);
    var head = reader.head(CLUSTER);

    assertThat(reader.read(CLUSTER, new Moment.AtEntry(2_345), head).chain().faults())
        .containsExactly(new ChainFault.BeyondHead(2_501, 3_000));
    assertThat(reader.read(CLUSTER, new Moment.AtEntry(1_345), head).chain().faults()).isEmpty();
  }

  @Test
  void stopsInTime() {
    past = new LongPast();
    past.store.stored =
        all -> {
          past.time.sleep(Duration.ofSeconds(12));
          return all;
        };

    assertThat(read(4_500).isComplete()).isFalse();
  }
}
