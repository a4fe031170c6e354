package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.MirrorSet;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text in which a lane keeps whose a place in its queue is.
class QueueShareTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isReadAsItWasWritten(boolean deferred) {
    var request =
        World.request(new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")), deferred, null);
    var id = "01kdyamdxxft09q3jx8tk8z4ys";
    var share = QueueShare.of(new Operation(id, "c1", request, Instant.EPOCH, Instant.EPOCH));

    assertThat(QueueShare.read(share.text())).isEqualTo(share);
    assertThat(share.operationId()).isEqualTo(id);
    assertThat(share.deferred()).isEqualTo(deferred);
    assertThat(share.text()).hasSizeLessThan(50);
  }
}
