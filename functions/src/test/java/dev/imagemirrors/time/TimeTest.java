package dev.imagemirrors.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeTest {
  @Test
  void advancesDuringASleep() {
    var nanos = Time.SYSTEM.nanos();
    var now = Instant.now();
    Time.SYSTEM.sleep(Duration.ofMillis(20));

    assertThat(Duration.ofNanos(Time.SYSTEM.nanos() - nanos))
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
    assertThat(Time.SYSTEM.now()).isAfterOrEqualTo(now.plusMillis(10));
  }

  @Test
  void endsASleepOnInterruption() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Time.SYSTEM.sleep(Duration.ofSeconds(20)))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void fitsWorkThatEndsByTheDeadline() {
    var time = new VirtualTime();
    var deadline = Deadline.in(time, Duration.ofSeconds(10));
    time.sleep(Duration.ofSeconds(6));

    assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(4));
    assertThat(deadline.fits(Duration.ofSeconds(4))).isTrue();
    assertThat(deadline.fits(Duration.ofMillis(4_001))).isFalse();
    assertThat(deadline.keeping(Duration.ofSeconds(1)).fits(Duration.ofSeconds(3))).isTrue();
    assertThat(deadline.keeping(Duration.ofSeconds(1)).fits(Duration.ofMillis(3_001))).isFalse();
    time.sleep(Duration.ofSeconds(6));
    assertThat(deadline.remaining()).isZero();
  }
}
