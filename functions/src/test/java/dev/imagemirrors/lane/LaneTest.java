package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Head;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The state of a lane.
class LaneTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ImageMirror MIRROR =
      new ImageMirror("id-1", "a/b", List.of("m/b"), null, null);

  private static Set<String> after(Outcome outcome, String... sources) {
    var operation =
        new Operation("id", "c1", World.request(World.delete("a/b"), false, null), NOW, NOW);
    var progress = Progress.of(operation.write());
    return new Lane(operation, "run", NOW, Head.START, false, 1, progress, null, Set.of(sources))
        .recording(outcome)
        .sources();
  }

  @Test
  void updatesTheRecordedSourcesAfterAChange() {
    assertThat(after(new Outcome.Created(MIRROR), "c/d")).containsExactlyInAnyOrder("a/b", "c/d");
    assertThat(after(new Outcome.Unchanged(MIRROR))).containsExactly("a/b");
    assertThat(after(new Outcome.Updated(null, MIRROR), "a/b")).containsExactly("a/b");
    assertThat(after(new Outcome.Deleted(MIRROR), "a/b", "c/d")).containsExactly("c/d");
    assertThat(after(new Outcome.Deleted(null), "a/b", "c/d"))
        .containsExactlyInAnyOrder("a/b", "c/d");
  }

  @Test
  void findsOperationsInTheLaneAndTheQueue() {
    var inFlight = new LaneState.InFlight("one", "run", NOW, null, false);
    var busy = new LaneState(Head.START, inFlight, List.of("two", "three"), Set.of());
    var free = new LaneState(Head.START, null, List.of("two", "three"), Set.of());
    var idle = new LaneState(Head.START, null, List.of(), Set.of());

    assertThat(List.of(busy.isNext("two"), busy.isNext("three"), busy.isNext("one")))
        .containsExactly(true, false, false);
    assertThat(idle.isNext("two")).isFalse();
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
