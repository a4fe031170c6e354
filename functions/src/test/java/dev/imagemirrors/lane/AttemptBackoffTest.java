package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptBackoffTest {
  private static RandomGenerator drawing(int number) {
    return new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public int nextInt(int bound) {
        assertThat(bound).isEqualTo(51);
        return number;
      }
    };
  }

  /// A quarter of the age, within bounds, and at least half of that.
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "3, 1, 1",
    "40, 5, 10",
    "80, 10, 20",
    "84, 10, 20",
    "599, 10, 20",
    "600, 75, 150",
    "14400, 1800, 3600",
    "86400, 1800, 3600"
  })
  void growsWithAge(int waited, int least, int most) {
    var duration = Duration.ofSeconds(waited);

    assertThat(new AttemptBackoff(drawing(0)).after(duration)).isEqualTo(Duration.ofSeconds(least));
    assertThat(new AttemptBackoff(drawing(50)).after(duration)).isEqualTo(Duration.ofSeconds(most));
  }

  @Test
  void createsIdsThatSortByTime() {
    var time = new VirtualTime();
    var ids = new Ids(time, new Random(7));
    var seen = new HashSet<String>();
    var before = "";
    for (var i = 0; i < 1_000; i++) {
      time.sleep(Duration.ofMillis(1));
      var id = ids.next();

      assertThat(id).matches("[0-9a-hjkmnp-tv-z]{26}").isGreaterThan(before);
      assertThat(Ids.time(id)).isEqualTo(time.now());
      assertThat(seen.add(id.substring(10, 18)) && seen.add(id.substring(18))).isTrue();
      before = id;
    }
  }
}
