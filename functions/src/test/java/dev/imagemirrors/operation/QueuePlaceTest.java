package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.MirrorSet;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text in which a lane keeps whose a place in its queue is.
class QueuePlaceTest {
  private static QueuePlace of(Actor actor) {
    var request = World.request(new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")), true, null);
    return QueuePlace.of(
        new Operation("op-1", "c1", request.by(actor), Instant.EPOCH, Instant.EPOCH));
  }

  /// A sender chooses the source of each of its events.
  @Test
  void takesTheBusEventsOfAnAccountForOneCaller() {
    var one = of(new Actor(Actor.Via.BUS, "pipeline-1", "123456789012", "event-1"));
    var other = of(new Actor(Actor.Via.BUS, "pipeline-2", "123456789012", "event-2"));
    var elsewhere = of(new Actor(Actor.Via.BUS, "pipeline-1", "210987654321", "event-3"));

    assertThat(one).isEqualTo(other).isNotEqualTo(elsewhere);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isReadAsItWasWritten(boolean deferred) {
    var request =
        World.request(new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")), deferred, null);
    var id = "01kdyamdxxft09q3jx8tk8z4ys";
    var place = QueuePlace.of(new Operation(id, "c1", request, Instant.EPOCH, Instant.EPOCH));

    assertThat(QueuePlace.read(place.text())).isEqualTo(place);
    assertThat(place.operationId()).isEqualTo(id);
    assertThat(place.deferred()).isEqualTo(deferred);
    assertThat(place.text()).hasSizeLessThan(50);
  }
}
