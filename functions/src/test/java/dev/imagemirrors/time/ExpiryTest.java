package dev.imagemirrors.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private final VirtualTime time = new VirtualTime();
  private final Expiry expiry = Expiry.in(time, Duration.ofSeconds(10));

  @Test
  void passesWithBothClocks() {
    time.sleep(Duration.ofSeconds(10).minusNanos(1));
    assertThat(expiry.hasPassed(time)).isFalse();
    assertThat(expiry.left(time)).isEqualTo(Duration.ofNanos(1));

    time.sleep(Duration.ofNanos(1));
    assertThat(expiry.hasPassed(time)).isTrue();
    assertThat(expiry.left(time)).isZero();
  }

  @Test
  void passesWhenTheWallClockAloneHasReachedIt() {
    time.set(time.now().plusSeconds(7));
    assertThat(expiry.left(time)).isEqualTo(Duration.ofSeconds(3));

    time.set(time.now().plusSeconds(3));
    assertThat(expiry.hasPassed(time)).isTrue();
  }

  @Test
  void passesWhenTheMonotonicClockAloneHasReachedIt() {
    var wall = time.now();
    time.sleep(Duration.ofSeconds(10));
    time.set(wall);

    assertThat(expiry.hasPassed(time)).isTrue();
    assertThat(expiry.left(time)).isZero();
  }
}
