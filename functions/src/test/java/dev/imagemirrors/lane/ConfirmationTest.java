package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.RegistryLists;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changes that do harm are made only when they are confirmed.
class ConfirmationTest extends World {
  private static final String SYSTEM = "quay.io/openshift-release-dev/ocp-release";

  private static Write.Create create(boolean confirmed, String source, String... mirrors) {
    return new Write.Create(MirrorSet.Wanted.of(source, mirrors), confirmed);
  }

  private static Write.Edit edit(boolean confirmed, String key, String... mirrors) {
    return new Write.Edit(new MirrorKey(key), MirrorList.of(mirrors), null, null, confirmed);
  }

  private static List<String> harms(Outcome outcome) {
    return outcome instanceof Outcome.Refused(Refusal.HarmNotConfirmed(var harms))
        ? harms
        : List.of();
  }

  private Outcome ended(String operationId) {
    return Objects.requireNonNull(store.find(operationId).orElseThrow().outcome());
  }

  private String lastRefusal() {
    return String.valueOf(
        store.entries(CLUSTER).stream()
            .map(HistoryEntry::shown)
            .toList()
            .getLast()
            .at("refusal")
            .asText());
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/team, a, 'Mirror ''a'' of source ''quay.io/team'' breaks pulls by digest'",
    "*.corp.com, mirror/team, 'Mirror ''mirror/team'' of source ''*.corp.com'' breaks pulls'",
    "quay.io/a/b, docker.io/nginx, 'Mirror ''docker.io/nginx'' of source ''quay.io/a/b'' is not'",
    "quay.io, m.io/quay, 'Source ''quay.io'' redirects pulls from ''quay.io/openshift-release-dev'''",
    "quay.io/openshift-release-dev/ocp-release, m.io/a, 'Source ''quay.io/openshift-release-dev/oc'",
    "registry.redhat.io, m.io/redhat, 'Source ''registry.redhat.io'' redirects pulls'",
    "registry.access.redhat.com/ubi9, m.io/ubi9, 'Source ''registry.access.redhat.com/ubi9'' red'",
  })
  void asksBeforeACreateThatDoesHarm(String source, String mirror, String harm) {
    assertThat(harms(outcome(create(false, source, mirror))))
        .singleElement()
        .asString()
        .startsWith(harm);
    assertThat(ocm.count("create")).isZero();
    assertThat(store.calls).doesNotContain("take");
    assertThat(words()).containsExactly("create refused");
    assertThat(lastRefusal()).startsWith("not confirmed: " + harm);

    assertThat(outcome(create(true, source, mirror))).isInstanceOf(Outcome.Created.class);
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/team, m.io/team",
    "registry.redhat.io/openshift4, m.io/openshift4",
    "quay.io/a/b, m.io",
    "quay.io/team, localhost:5000/team"
  })
  void asksForNothingElse(String source, String mirror) {
    assertThat(outcome(create(false, source, mirror))).isInstanceOf(Outcome.Created.class);
    assertThat(ocm.calls).containsExactly("findCluster", "create");
  }

  @Test
  void asksForNothingWhereNothingIsSent() {
    var there = ocm.has(CLUSTER, SYSTEM, "m.io/a");

    assertThat(outcome(create(false, SYSTEM, "m.io/a"))).isEqualTo(new Outcome.Unchanged(there));
    assertThat(outcome(edit(false, SYSTEM, "m.io/a"))).isEqualTo(new Outcome.Unchanged(there));
    assertThat(outcome(edit(false, there.id(), "m.io/a"))).isEqualTo(new Outcome.Unchanged(there));
    assertThat(outcome(create(false, SYSTEM, "m.io/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.SourceExists(there)));
    assertThat(outcome(edit(false, "quay.io/nothing", "a")))
        .isEqualTo(new Outcome.Refused(new Refusal.MirrorNotFound()));
  }

  @Test
  void asksBeforeAnEditThatDoesHarm() {
    var there = ocm.has(CLUSTER, SYSTEM, "m.io/a");
    var harmless = ocm.has(CLUSTER, "quay.io/team", "m.io/a");

    assertThat(harms(outcome(edit(false, SYSTEM, "m.io/b")))).hasSize(1);
    assertThat(harms(outcome(edit(false, there.id(), "m.io/b")))).hasSize(1);
    assertThat(harms(outcome(edit(false, there.id(), "m.io/b", "a")))).hasSize(2);
    assertThat(harms(outcome(edit(false, harmless.id(), "a")))).hasSize(1);
    assertThat(ocm.count("edit")).isZero();
    assertThat(outcome(new Write.Edit(new MirrorKey(SYSTEM), MirrorList.of("a"), null, "old")))
        .isEqualTo(new Outcome.Refused(new Refusal.VersionMismatch(there, "old")));

    assertThat(outcome(edit(true, there.id(), "m.io/b"))).isInstanceOf(Outcome.Updated.class);
    assertThat(outcome(edit(false, harmless.id(), "m.io/b"))).isInstanceOf(Outcome.Updated.class);
  }

  @Test
  void asksBeforeASourceWithWhichNodesCannotBeConfigured() {
    var insecure = new RegistryLists(List.of(), List.of(), List.of("a.corp.com"));
    ocm.add(new Cluster(CLUSTER, "mycluster", "ext", "ready", true, "us-east-1", insecure));

    assertThat(harms(outcome(create(false, "*.corp.com", "m.io/a")))).hasSize(1);

    assertThat(outcome(create(false, "a.corp.com", "m.io/a"))).isInstanceOf(Outcome.Created.class);
    // A source of its own makes both possible.
    assertThat(outcome(create(false, "*.corp.com", "m.io/a"))).isInstanceOf(Outcome.Created.class);
  }

  @Test
  void asksBeforeAWriteWaitsForItsCluster() {
    ocm.add(cluster("installing", true));
    var there = ocm.has(CLUSTER, SYSTEM, "m.io/a");

    for (var write :
        List.of(create(false, "quay.io", "m.io/a"), edit(false, there.id(), "m.io/b"))) {
      var submitted = submit(request(write, true, null), LIMIT);
      assertThat(submitted)
          .isInstanceOfSatisfying(
              Submitted.Ended.class, ended -> assertThat(harms(ended.outcome())).hasSize(1));
    }
    assertThat(store.unfinished()).isEmpty();
    assertThat(submit(request(create(true, "quay.io", "m.io/a"), true, null), LIMIT))
        .isInstanceOf(Submitted.Accepted.class);
  }

  @Test
  void asksBeforeAWriteWaitsForItsTurn() {
    var there = ocm.has(CLUSTER, SYSTEM, "m.io/a");
    for (var i = 0; i < 60; i++) {
      ocm.answers("create", new Answer.Conflict<>("busy"));
    }
    var first = accepted(create(false, "quay.io/team", "m.io/a"));

    assertThat(harms(outcome(edit(false, there.id(), "m.io/b")))).hasSize(1);
    assertThat(store.unfinished()).hasSize(1);
    settle();
    assertThat(ended(first.id())).isInstanceOf(Outcome.Created.class);
  }

  @Test
  void judgesByTheRecordsWhileOcmIsDown() {
    outcome(create(false, "quay.io/team", "m.io/a"));
    outcome(create(true, SYSTEM, "m.io/a"));
    for (var i = 0; i < 9; i++) {
      ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    }

    assertThat(harms(outcome(create(false, "registry.redhat.io", "m.io/a")))).hasSize(1);
    assertThat(harms(outcome(edit(false, SYSTEM, "m.io/b")))).hasSize(1);
    assertThat(outcome(new Write.Delete(new MirrorKey(SYSTEM), false, null)))
        .isEqualTo(
            new Outcome.Refused(new Refusal.ConfirmationNeeded(ocm.mirrors(CLUSTER).getLast())));
    assertThat(submit(new Write.Delete(new MirrorKey("quay.io/nothing"), false, null)))
        .isEqualTo(new Submitted.NotAccepted(new Refusal.Unavailable("down")));
    assertThat(outcome(set(MirrorSet.Wanted.of("quay.io/team", "m.io/a"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.PlanNotConfirmed.class));
    assertThat(store.unfinished()).isEmpty();

    assertThat(submit(create(false, "quay.io/other", "m.io/a")))
        .isInstanceOf(Submitted.Accepted.class);
    assertThat(submit(create(false, SYSTEM, "m.io/a")))
        .as("the record is the same")
        .isInstanceOf(Submitted.Accepted.class);
    assertThat(
            submit(
                set(
                    MirrorSet.Wanted.of("quay.io/team", "m.io/a"),
                    MirrorSet.Wanted.of(SYSTEM, "m.io/a"),
                    MirrorSet.Wanted.of("quay.io/new", "m.io/a"))))
        .isInstanceOf(Submitted.Accepted.class);
  }

  private static Write.Apply set(MirrorSet.Wanted... wanted) {
    return new Write.Apply(new MirrorSet(List.of(wanted)), false, false, 0);
  }

  /// The source of the mirror is not known while OCM is down.
  @Test
  void asksInTheLaneWhereItCouldNotBefore() {
    outcome(create(true, SYSTEM, "m.io/a"));
    var there = ocm.mirrors(CLUSTER).getFirst();
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    var key = key("key", "fields");
    var waiting = accepted(request(edit(false, there.id(), "m.io/b"), false, key));

    settle();

    assertThat(harms(ended(waiting.id()))).hasSize(1);
    assertThat(ocm.count("edit")).isZero();
    // The key is free for the same request with its confirmation.
    var confirmed = request(edit(true, there.id(), "m.io/b"), false, key("key", "other fields"));
    assertThat(submit(confirmed, LIMIT))
        .isInstanceOfSatisfying(
            Submitted.Ended.class,
            ended -> assertThat(ended.outcome()).isInstanceOf(Outcome.Updated.class));
  }

  @Test
  void asksForTheChangesOfASetOnly() {
    ocm.has(CLUSTER, SYSTEM, "m.io/a");
    var same = SetAttemptTest.wanted(SYSTEM, "m.io/a");
    var harmless = SetAttemptTest.wanted("quay.io/team", "m.io/team");

    assertThat(outcome(SetAttemptTest.apply(false, same, harmless)))
        .isEqualTo(new Outcome.Applied(new Progress(1, 1, 1, 0, 0)));

    var harmful = SetAttemptTest.wanted(SYSTEM, "m.io/b");
    assertThat(outcome(SetAttemptTest.apply(false, harmful)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal())
                    .isInstanceOfSatisfying(
                        Refusal.PlanNotConfirmed.class,
                        plan -> {
                          assertThat(plan.deletes()).containsExactly("quay.io/team");
                          assertThat(plan.harms())
                              .singleElement()
                              .asString()
                              .startsWith("Source '" + SYSTEM + "' redirects pulls");
                        }));
    assertThat(lastRefusal())
        .startsWith("not confirmed: would delete 1 image mirror and do harm (Source");
    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).hasSize(2);

    assertThat(outcome(SetAttemptTest.apply(true, harmful)))
        .isEqualTo(new Outcome.Applied(new Progress(2, 2, 0, 1, 1)));
  }

  @Test
  void asksInTheLaneForASetWhosePlanHasChanged() {
    var before = ocm.has(CLUSTER, SYSTEM, "m.io/a");
    ocm.answers("list", new Answer.Done<>(List.of(before), null));
    ocm.loses(CLUSTER, before.id());

    assertThat(outcome(SetAttemptTest.apply(false, SetAttemptTest.wanted(SYSTEM, "m.io/a"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().asksForConfirmation()).isTrue());
    assertThat(store.calls).contains("take");
    assertThat(ocm.count("create")).isZero();
  }
}
