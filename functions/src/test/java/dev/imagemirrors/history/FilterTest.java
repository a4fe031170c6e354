package dev.imagemirrors.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Actor PAT =
      new Actor(
          Actor.Via.API, "arn:aws:sts::123456789012:assumed-role/admin/pat", "123456789012", null);
  private static final Actor PIPELINE =
      new Actor(Actor.Via.BUS, "com.example.pipeline", "123456789012", "e-1");

  @Test
  void selectsFromSinceUntilBeforeUntil() {
    var hour = new Filter(NOON, NOON.plusSeconds(3600), null, Set.of());

    assertThat(hour.selects(NOON, PAT, null)).isTrue();
    assertThat(hour.selects(NOON.minusMillis(1), PAT, null)).isFalse();
    assertThat(hour.selects(NOON.plusSeconds(3600).minusMillis(1), PAT, null)).isTrue();
    assertThat(hour.selects(NOON.plusSeconds(3600), PAT, null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::123456789012:assumed-role/admin/pat, true, false",
    "arn:aws:iam::123456789012:role/admin, true, false",
    "arn:aws:iam::123456789012:role/adm, false, false",
    "com.example.pipeline, false, true",
    "bus:com.example.pipeline, false, true",
    "direct:com.example.pipeline, false, false",
    "com.example, false, false",
  })
  void selectsByTheNameOfTheCaller(String by, boolean pat, boolean pipeline) {
    var filter = new Filter(null, null, by, Set.of());

    assertThat(filter.selects(NOON, PAT, null)).isEqualTo(pat);
    assertThat(filter.selects(NOON, PIPELINE, null)).isEqualTo(pipeline);
    assertThat(filter.selects(NOON, null, null)).isFalse();
  }

  @Test
  void selectsByOutcome() {
    var failed = new Filter(null, null, null, Set.of("failed", "cancelled"));

    assertThat(failed.selects(NOON, PAT, "cancelled")).isTrue();
    assertThat(failed.selects(NOON, PAT, "created")).isFalse();
    assertThat(failed.selects(NOON, PAT, null)).isFalse();
    assertThat(Filter.NONE.selects(NOON, null, null)).isTrue();
  }

  /// The clocks of writers differ a little, so a list is over only minutes outside of the period.
  @Test
  void isOverOutsideOfThePeriod() {
    var hour = new Filter(NOON, NOON.plusSeconds(3600), null, Set.of());

    assertThat(hour.isOver(NOON.minusSeconds(299), false)).isFalse();
    assertThat(hour.isOver(NOON.minusSeconds(301), false)).isTrue();
    assertThat(hour.isOver(NOON.minusSeconds(301), true)).isFalse();
    assertThat(hour.isOver(NOON.plusSeconds(3899), true)).isFalse();
    assertThat(hour.isOver(NOON.plusSeconds(3901), true)).isTrue();
    assertThat(hour.isOver(NOON.plusSeconds(3901), false)).isFalse();
    assertThat(Filter.NONE.isOver(NOON, true)).isFalse();
  }
}
