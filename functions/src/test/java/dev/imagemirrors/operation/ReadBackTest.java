package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorSet;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An operation that could not be read again is not stored.
class ReadBackTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String HALF = "\ud83d";

  private static Operation operation(
      String caller, @Nullable String event, @Nullable String reason, @Nullable String version) {
    var delete = new Write.Delete(new MirrorKey("id-1"), true, version);
    return new Operation(
        "op-1",
        "c1",
        new Request(
            new ClusterKey("mycluster"),
            version == null ? new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")) : delete,
            new Actor(Actor.Via.BUS, caller, "1", event),
            reason,
            "us-east-1",
            null,
            false,
            null),
        NOW,
        NOW.plusSeconds(60));
  }

  @Test
  void passesEveryCharacter() {
    var all = "a\u007f\u0000\n\u2028\u202e\ud83d\ude00\uffff\"\\";

    assertThat(ReadBack.fault(operation(all, all, all, all))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"actor.id,0", "actor.event,1", "reason,2", "version,3"})
  void namesTheFieldThatCannotBeReadBack(String field, int which) {
    var values = new String[] {"pat", "event", "because", "0123"};
    values[which] = "a name cut through the middle of " + HALF;

    assertThat(
            ReadBack.fault(operation(values[0], values[1], values[2], values[3]))
                .map(InvalidField::field))
        .isEqualTo(Optional.of(field));
  }
}
