package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Head;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.QueuePlace;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The state of a lane.
class LaneTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<QueuePlace> QUEUE =
      List.of(new QueuePlace("two", "me", false), new QueuePlace("three", "me", false));

  @Test
  void findsOperationsInTheLaneAndTheQueue() {
    var inFlight = new LaneState.InFlight("one", "run", NOW, null, false);
    var busy = new LaneState(Head.START, inFlight, QUEUE);
    var free = new LaneState(Head.START, null, QUEUE);
    var idle = new LaneState(Head.START, null, List.of());

    assertThat(busy.first()).isEqualTo("one");
    assertThat(free.first()).isEqualTo("two");
    assertThat(idle.first()).isNull();
    assertThat(List.of(busy.has("one"), busy.has("three"), free.has("one")))
        .containsExactly(true, true, false);
    // The holder has the lease including the millisecond at which it ends.
    assertThat(inFlight.isFree(NOW)).isFalse();
    assertThat(inFlight.isFree(NOW.plusMillis(1))).isTrue();
  }
}
