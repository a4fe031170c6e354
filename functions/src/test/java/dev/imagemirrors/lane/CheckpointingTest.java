package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.StateCheckpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointingTest {
  private static final String CLUSTER = LongPast.CLUSTER;

  private final LongPast past = new LongPast();

  private boolean addUpTo(long number) {
    return new Checkpointing(past.verification(), past.store).addUpTo(CLUSTER, number);
  }

  private long newest() {
    return past.store.newest(CLUSTER, Long.MAX_VALUE).map(StateCheckpoint::number).orElse(0L);
  }

  @Test
  void addsAllThatAreMissing() {
    assertThat(addUpTo(5_000)).isTrue();

    for (var number = 1_000L; number <= 5_000; number += 1_000) {
      assertThat(past.store.newest(CLUSTER, number)).contains(past.state(number));
    }
    assertThat(past.mirrors(5_000)).isNotEmpty().isNotEqualTo(past.mirrors(4_000));
  }

  @Test
  void readsOnlyTheEntriesAfterTheNewest() {
    assertThat(addUpTo(4_000)).isTrue();
    past.store.entriesRead = 0;

    assertThat(addUpTo(5_000)).isTrue();

    assertThat(newest()).isEqualTo(5_000);
    assertThat(past.store.entriesRead).isEqualTo(1_001);
  }

  @Test
  void addsNoneAfterAnAlteredEntry() {
    past.rewrite(2_500);

    assertThat(addUpTo(5_000)).isFalse();

    assertThat(newest()).isEqualTo(2_000);
  }

  @Test
  void addsNoneAfterACheckpointOfAnotherEntry() {
    assertThat(addUpTo(2_000)).isTrue();
    past.rewrite(2_000);

    assertThat(addUpTo(3_000)).isFalse();

    assertThat(newest()).isEqualTo(2_000);
  }

  @Test
  void continuesWhereTheTimeEnded() {
    past.store.stored =
        all -> {
          past.time.sleep(Duration.ofSeconds(12));
          return all;
        };

    assertThat(addUpTo(4_000)).isTrue();
    assertThat(newest()).isEqualTo(2_000);
    assertThat(addUpTo(5_000)).isTrue();

    assertThat(newest()).isEqualTo(3_000);
    assertThat(past.store.newest(CLUSTER, 3_000)).contains(past.state(3_000));
  }
}
