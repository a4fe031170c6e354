package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningTest extends World {
  private Planning.Planned plan(String state, boolean deferred, Write.Apply apply) {
    return new Planning(ocm, store).plan(cluster(state, true), apply, deferred, "us-east-1");
  }

  private static Planning.Planned.Made made(Planning.Planned planned) {
    assertThat(planned).isInstanceOf(Planning.Planned.Made.class);
    return (Planning.Planned.Made) planned;
  }

  @Test
  void plansTheChangesOfASetAndWarnsOfTheirEffect() {
    outcome(create("ghcr.io/old", "m.io/old"));
    ocm.has(CLUSTER, "ghcr.io/foreign", "m.io/foreign");

    var made =
        made(
            plan(
                "ready",
                false,
                SetAttemptTest.apply(false, SetAttemptTest.wanted("ghcr.io/new", "m.io/new"))));

    assertThat(made.plan().deletes())
        .extracting(ImageMirror::source)
        .containsExactly("ghcr.io/old");
    assertThat(made.plan().creates()).hasSize(1);
    assertThat(made.warnings()).containsExactly(Advice.REPLACES_NODES);
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void doesNotWarnOfNodeReplacementWithoutChanges() {
    outcome(create("ghcr.io/b", "m.io/b"));

    var made =
        made(
            plan(
                "ready",
                false,
                SetAttemptTest.apply(false, SetAttemptTest.wanted("ghcr.io/b", "m.io/b"))));

    assertThat(made.plan().changesNothing()).isTrue();
    assertThat(made.warnings()).isEmpty();
  }

  @Test
  void refusesAPlanThatCanNeverBeReached() {
    for (var i = 0; i < 255; i++) {
      ocm.has(CLUSTER, "ghcr.io/foreign" + i, "m.io/x");
    }
    var set = SetAttemptTest.apply(false, SetAttemptTest.wanted("ghcr.io/b", "m.io/b"));

    assertThat(plan("ready", false, set))
        .isEqualTo(new Planning.Planned.Refused(new Refusal.TooManyMirrors(1, 255)));
  }

  @Test
  void plansForAClusterThatIsNotReadyOnlyWhenDeferred() {
    var set = SetAttemptTest.apply(false, SetAttemptTest.wanted("ghcr.io/b", "m.io/b"));

    assertThat(plan("installing", false, set))
        .isEqualTo(new Planning.Planned.Refused(new Refusal.ClusterNotReady("installing")));
    assertThat(ocm.calls).isEmpty();
    assertThat(made(plan("installing", true, set)).plan().creates()).hasSize(1);
  }

  @Test
  void plansNothingWhenItCannotReadTheCluster() {
    ocm.answers("list", new Answer.Denied<List<ImageMirror>>("not you"));

    assertThat(
            plan(
                "ready",
                false,
                SetAttemptTest.apply(false, SetAttemptTest.wanted("ghcr.io/b", "m.io/b"))))
        .isEqualTo(new Planning.Planned.Refused(new Refusal.Denied("not you")));
  }
}
