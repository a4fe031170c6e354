package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetAttemptTest extends World {
  static MirrorSet.Wanted wanted(String source, String... mirrors) {
    return MirrorSet.Wanted.of(source, mirrors);
  }

  static Write.Apply apply(boolean confirmed, MirrorSet.Wanted... wanted) {
    return new Write.Apply(new MirrorSet(Arrays.asList(wanted)), false, confirmed, 0);
  }

  private List<String> entries() {
    return store.entries(CLUSTER).stream()
        .map(HistoryEntry::shown)
        .map(entry ->
            "%s %s %s"
                .formatted(
                    entry.at("action").asText(),
                    entry.at("outcome").asText(),
                    entry.at("mirror").items().isEmpty()
                        ? "-"
                        : entry.at("mirror").items().getLast().asText()))
        .toList();
  }

  @Test
  void appliesASetWithOneEntryForEachChange() {
    outcome(create("a/old", "m/old"));
    outcome(create("a/edit", "m/edit"));
    ocm.has(CLUSTER, "a/foreign", "m/foreign");
    ocm.calls.clear();

    var outcome =
        outcome(apply(true, wanted("a/new", "m/new"), wanted("a/edit", "n/edit", "m/edit")));

    assertThat(outcome).isEqualTo(new Outcome.Applied(new Progress(3, 3, 1, 1, 1)));
    assertThat(ocm.calls).containsExactly("findCluster", "list", "create", "edit", "delete");
    assertThat(entries().subList(2, 5))
        .containsExactly("apply created a/new", "apply updated a/edit", "apply deleted a/old");
    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source)
        .containsExactlyInAnyOrder("a/new", "a/edit", "a/foreign");
    assertThat(store.of(CLUSTER).mirrors())
        .extracting(ImageMirror::source)
        .containsExactlyInAnyOrder("a/new", "a/edit");
    assertThat(ocm.count("list")).isEqualTo(1);
  }

  @Test
  void sendsNothingForAPlanWithoutChanges() {
    outcome(create("a/b", "m/b"));
    ocm.calls.clear();

    assertThat(outcome(apply(false, wanted("a/b", "m/b")))).isEqualTo(Outcome.Applied.NOTHING);
    assertThat(ocm.count("create", "edit", "delete")).isZero();
    assertThat(entries()).containsExactly("create created a/b", "apply unchanged -");
  }

  @Test
  void adoptsMirrorsThatAreAsRequested() {
    ocm.has(CLUSTER, "a/foreign", "m/foreign");

    outcome(apply(false, wanted("a/foreign", "m/foreign"), wanted("a/new", "m/new")));

    assertThat(entries()).containsExactly("apply unchanged a/foreign", "apply created a/new");
    assertThat(store.of(CLUSTER).mirrors())
        .extracting(ImageMirror::source)
        .containsExactlyInAnyOrder("a/foreign", "a/new");
  }

  @Test
  void deletesNothingThatIsNotConfirmed() {
    outcome(create("a/old", "m/old"));
    ocm.calls.clear();

    assertThat(outcome(apply(false, wanted("a/new", "m/new"))))
        .isEqualTo(
            new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of("a/old"), 0, List.of())));
    assertThat(store.calls).filteredOn("take"::equals).hasSize(1);
    assertThat(ocm.count("create", "edit", "delete")).isZero();
    assertThat(entries()).containsExactly("create created a/old", "apply refused -");
  }

  private static MirrorSet.Wanted[] wanted(String prefix, int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> wanted(prefix + i, "m.io/x"))
        .toArray(MirrorSet.Wanted[]::new);
  }

  private void hasForeign(int number) {
    IntStream.range(0, number).forEach(i -> ocm.has(CLUSTER, "a/foreign" + i, "m.io/x"));
  }

  /// Runs a set until it ends, over as many invocations as it needs.
  private Outcome finished(Write.Apply apply) {
    var status =
        switch (submit(apply)) {
          case Submitted.Ended(var ended, _, _) -> ended;
          case Submitted.Accepted(var waiting, _, _) -> waiting;
          default -> throw new AssertionError("not accepted");
        };
    settle();
    return Objects.requireNonNull(store.find(status.id()).orElseThrow().outcome());
  }

  @Test
  void replacesASetThatHasNoRoomBesideTheNewOne() {
    finished(apply(true, wanted("a/old", 200)));

    assertThat(finished(apply(true, wanted("a/new", 200))))
        .isEqualTo(new Outcome.Applied(new Progress(400, 400, 200, 0, 200)));
    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source)
        .allMatch(source -> source.startsWith("a/new"))
        .hasSize(200);
  }

  @Test
  void deletesAsLateAsTheRoomAllows() {
    hasForeign(253);
    outcome(create("a/old1", "m/x"));
    outcome(create("a/old2", "m/x"));
    ocm.calls.clear();

    outcome(apply(true, wanted("a/new", 1)));

    assertThat(ocm.calls).containsExactly("findCluster", "list", "delete", "create", "delete");
  }

  @Test
  void refusesASetThatNeverFitsBeforeTheFirstWrite() {
    hasForeign(200);
    outcome(create("a/old", "m/x"));
    ocm.calls.clear();
    var refused = new Outcome.Refused(new Refusal.TooManyMirrors(56, 200));

    assertThat(outcome(apply(true, wanted("a/new", 56)))).isEqualTo(refused);
    assertThat(outcome(apply(false, wanted("a/new", 56)))).isEqualTo(refused);
    assertThat(ocm.count("create", "edit", "delete")).isZero();

    assertThat(finished(apply(true, wanted("a/new", 55))))
        .isEqualTo(new Outcome.Applied(new Progress(56, 56, 55, 0, 1)));
  }

  @Test
  void recordsTheRequestOfAnAdoptedMirror() {
    ocm.has(CLUSTER, "a/2", "m/2");

    outcome(apply(false, wanted("a/1", "m/1"), wanted("a/2", "m/2")));

    assertThat(JsonWriter.write(store.entries(CLUSTER).getFirst().shown().at("request")))
        .isEqualTo("{\"mirrors\":[\"m/2\"],\"source\":\"a/2\"}");
  }

  /// The attempt was delayed for longer than its lease.
  @ParameterizedTest
  @ValueSource(strings = {"advance", "mark", "close"})
  void storesNothingForALaneWithAnotherHolder(String call) {
    ocm.has(CLUSTER, "a/2", "m/2");
    between = takenOverBefore(call);

    assertThat(
            outcome(apply(false, wanted("a/1", "m/1"), wanted("a/2", "m/2"), wanted("a/3", "m/3"))))
        .isEqualTo(new Outcome.Applied(new Progress(2, 2, 2, 0, 0)));
    assertThat(entries().subList(0, 3))
        .containsExactly("apply unchanged a/2", "apply created a/1", "apply created a/3");
    // The next holder finds the last change made, plans again, and has nothing to do.
    assertThat(entries()).hasSize(call.equals("close") ? 4 : 3);
    assertThat(ocm.count("create")).isEqualTo(2);
  }

  @Test
  void refusesASetWhoseMirrorsItMayNotRead() {
    ocm.answers("list", new Answer.Denied<>("not you"));

    assertThat(outcome(apply(false, wanted("a/1", "m/1"))))
        .isEqualTo(new Outcome.Refused(new Refusal.Denied("not you")));
    assertThat(store.calls).doesNotContain("take");
    ocm.answers("list", new Answer.Denied<>("not you"));
    assertThat(outcome(apply(true, wanted("a/1", "m/1"))))
        .isEqualTo(new Outcome.Refused(new Refusal.Denied("not you")));
    assertThat(entries()).containsExactly("apply refused -", "apply refused -");
  }

  @Test
  void losesNothingWhoseLossIsNotAccepted() {
    var set = new MirrorSet(List.of(wanted("a/new", "m/new")));

    assertThat(outcome(new Write.Apply(set, false, false, 2)))
        .isEqualTo(new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of(), 2, List.of())));
    assertThat(outcome(new Write.Apply(set, false, true, 2)))
        .isEqualTo(new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of(), 2, List.of())));
    assertThat(outcome(new Write.Apply(set, false, false, 0)))
        .isEqualTo(new Outcome.Applied(new Progress(1, 1, 1, 0, 0)));
  }

  @Test
  void confirmsDeletionsAndLossesSeparately() {
    outcome(create("a/old", "m/old"));
    var set = new MirrorSet(List.of(wanted("a/new", "m/new")));

    assertThat(outcome(new Write.Apply(set, false, false, 2)))
        .isEqualTo(
            new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of("a/old"), 2, List.of())));
    assertThat(outcome(new Write.Apply(set, false, false, 0)))
        .isEqualTo(
            new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of("a/old"), 0, List.of())));
    assertThat(outcome(new Write.Apply(set, false, true, 2)))
        .isEqualTo(new Outcome.Refused(new Refusal.PlanNotConfirmed(List.of(), 2, List.of())));
    assertThat(outcome(new Write.Apply(set, false, true, 0)))
        .isEqualTo(new Outcome.Applied(new Progress(2, 2, 1, 0, 1)));
  }

  @Test
  void reportsItsProgressAndContinuesFromThere() {
    var set = apply(false, wanted("a/1", "m/1"), wanted("a/2", "m/2"), wanted("a/3", "m/3"));
    ocm.answers("create", new Answer.Conflict<>("modified"));
    failing("a/2");

    assertThat(outcome(set))
        .isEqualTo(
            new Outcome.Stopped(
                new Progress(1, 3, 1, 0, 0), "a/2", new Refusal.RefusedByOcm("no more")));
    assertThat(entries()).containsExactly("apply created a/1", "apply refused a/2");

    assertThat(outcome(set)).isEqualTo(new Outcome.Applied(new Progress(2, 2, 2, 0, 0)));
    assertThat(entries().subList(2, 4)).containsExactly("apply created a/2", "apply created a/3");
  }

  /// OCM accepts the first change of the set and always refuses the second.
  private void failing(String source) {
    ocm.refuses(source, "no more");
  }

  @Test
  void isFinishedThroughTheQueueWhenTheTimeRanOut() {
    for (var i = 0; i < 40; i++) {
      ocm.answersFor("a/2", new Answer.Conflict<>("modified"));
    }

    var submitted =
        submit(apply(false, wanted("a/1", "m/1"), wanted("a/2", "m/2"), wanted("a/3", "m/3")));
    assertThat(submitted)
        .isInstanceOfSatisfying(
            Submitted.Accepted.class,
            accepted -> {
              assertThat(accepted.status().progress()).isEqualTo(new Progress(1, 3, 1, 0, 0));
              settle();
              assertThat(status(accepted.status().id()).outcome())
                  .isEqualTo(new Outcome.Applied(new Progress(3, 3, 3, 0, 0)));
            });
    assertThat(entries())
        .containsExactly("apply created a/1", "apply created a/2", "apply created a/3");
  }

  @Test
  void reportsItsProgressWhenItIsDenied() {
    for (var i = 0; i < 40; i++) {
      ocm.answersFor("a/2", new Answer.Conflict<>("modified"));
    }
    var submitted = submit(apply(false, wanted("a/1", "m/1"), wanted("a/2", "m/2")));
    ocm.answers("list", new Answer.Denied<>("not you"));

    settle();

    var id = ((Submitted.Accepted) submitted).status().id();
    assertThat(status(id).outcome())
        .isEqualTo(
            new Outcome.Stopped(new Progress(1, 2, 1, 0, 0), "", new Refusal.Denied("not you")));
  }
}
