package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritesTest extends World {
  @Test
  void createsWithTwoCallsToOcmAndTwoToTheStore() {
    var outcome = outcome(create("a/b", "m/b", "n/b"));

    assertThat(outcome).isEqualTo(new Outcome.Created(ocm.mirrors(CLUSTER).getFirst()));
    assertThat(ocm.calls).containsExactly("findCluster", "create");
    assertThat(store.calls).containsExactly("take", "close");
    assertThat(store.of(CLUSTER).mirrors()).isEqualTo(ocm.mirrors(CLUSTER));
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void leavesAnExistingMirrorWithTheSameListUnchanged() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");

    assertThat(outcome(create("a/b", "m/b"))).isEqualTo(new Outcome.Unchanged(there));
    assertThat(store.of(CLUSTER).mirrors()).containsExactly(there);
  }

  @Test
  void refusesAnExistingSourceWithOtherMirrors() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");

    assertThat(outcome(create("a/b", "n/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.SourceExists(there)));
    assertThat(ocm.mirrors(CLUSTER)).containsExactly(there);
    assertThat(words()).containsExactly("create refused");
  }

  @Test
  void replacesTheWholeListOfMirrors() {
    var before = ocm.has(CLUSTER, "a/b", "m/b", "n/b");

    var outcome = outcome(edit(before.id(), "o/b"));

    var after = ocm.mirrors(CLUSTER).getFirst();
    assertThat(outcome).isEqualTo(new Outcome.Updated(before, after));
    assertThat(after.mirrors()).containsExactly("o/b");
    assertThat(ocm.calls).containsExactly("findCluster", "find", "edit");
  }

  @Test
  void sendsNothingForAnEditThatChangesNothing() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");

    assertThat(outcome(edit("a/b", "m/b"))).isEqualTo(new Outcome.Unchanged(there));
    assertThat(ocm.count("edit")).isZero();
    assertThat(words()).containsExactly("edit unchanged");
  }

  @Test
  void refusesAnotherSourceInAnEditAndTakesTheSame() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");
    var other =
        new Write.Edit(
            new MirrorKey(there.id()), MirrorList.of("n/b"), new Source("a/other"), null);
    var same =
        new Write.Edit(new MirrorKey(there.id()), MirrorList.of("n/b"), new Source("a/b"), null);

    assertThat(outcome(other))
        .isEqualTo(new Outcome.Refused(new Refusal.SourceImmutable(there, "a/other")));
    assertThat(outcome(same)).isInstanceOf(Outcome.Updated.class);
  }

  @Test
  void changesOnlyTheExpectedVersion() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");
    var key = new MirrorKey(there.id());

    assertThat(outcome(new Write.Edit(key, MirrorList.of("n/b"), null, "other")))
        .isEqualTo(new Outcome.Refused(new Refusal.VersionMismatch(there, "other")));
    assertThat(outcome(new Write.Delete(key, true, "other")))
        .isEqualTo(new Outcome.Refused(new Refusal.VersionMismatch(there, "other")));
    assertThat(ocm.count("edit", "delete")).isZero();
    assertThat(outcome(new Write.Delete(key, true, there.version())))
        .isEqualTo(new Outcome.Deleted(there));
  }

  @Test
  void deletesOnlyWhatIsConfirmed() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");

    assertThat(outcome(new Write.Delete(new MirrorKey(there.id()), false, null)))
        .isEqualTo(new Outcome.Refused(new Refusal.ConfirmationNeeded(there)));
    assertThat(ocm.count("delete")).isZero();
    assertThat(store.calls).containsExactly("countRefusal", "state", "end");
    assertThat(outcome(new Write.Delete(new MirrorKey(there.id()), false, there.version())))
        .isEqualTo(new Outcome.Refused(new Refusal.ConfirmationNeeded(there)));
    assertThat(outcome(new Write.Delete(new MirrorKey(there.id()), false, "other")))
        .isEqualTo(new Outcome.Refused(new Refusal.VersionMismatch(there, "other")));
    assertThat(outcome(delete(there.id()))).isEqualTo(new Outcome.Deleted(there));
    assertThat(ocm.mirrors(CLUSTER)).isEmpty();
  }

  @Test
  void reportsAMissingMirrorAndDropsItsRecord() {
    outcome(create("a/b", "m/b"));
    var id = ocm.mirrors(CLUSTER).getFirst().id();
    ocm.loses(CLUSTER, id);

    assertThat(outcome(edit(id, "n/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.MirrorNotFound()));
    assertThat(store.of(CLUSTER).mirrors()).hasSize(1);
    assertThat(outcome(delete(id))).isEqualTo(new Outcome.Refused(new Refusal.MirrorNotFound()));
    assertThat(store.of(CLUSTER).mirrors()).isEmpty();
  }

  @Test
  void countsADeleteThatFindsNothingAsDone() {
    var there = ocm.has(CLUSTER, "a/b", "m/b");
    ocm.answers("delete", new Answer.Absent<>("gone"));

    assertThat(outcome(delete(there.id()))).isEqualTo(new Outcome.Deleted(there));
  }

  @Test
  void writesNothingToAClusterThatIsNotReadyOrNotHosted() {
    ocm.add(cluster("installing", true));
    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterNotReady("installing")));

    ocm.add(cluster("ready", false));
    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterNotHosted()));

    assertThat(ocm.count("create")).isZero();
    assertThat(words()).containsExactly("create refused", "create refused");
  }

  @Test
  void storesNothingForAClusterThatIsNotFound() {
    ocm.answers("findCluster", new Answer.Done<>(new Clusters.Matches(0, List.of()), null));
    assertThat(submit(create("a/b", "m/b"))).isEqualTo(new Submitted.NoSingleCluster(0));

    ocm.answers("findCluster", new Answer.Done<>(new Clusters.Matches(3, List.of()), null));
    assertThat(submit(create("a/b", "m/b"))).isEqualTo(new Submitted.NoSingleCluster(3));

    ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    assertThat(submit(create("a/b", "m/b")))
        .isEqualTo(new Submitted.NotAccepted(new Refusal.Unavailable("down")));
    assertThat(store.calls).isEmpty();
  }

  @Test
  void writesNothingDownThatCouldNotBeReadAgain() {
    var cut =
        request(create("a/b", "m/b"), false, null)
            .by(new Actor(Actor.Via.BUS, "a source cut in two \ud83d", null, null));

    assertThat(submit(cut, LIMIT))
        .isInstanceOfSatisfying(
            Submitted.NotStorable.class,
            refused -> assertThat(refused.fault().field()).isEqualTo("actor.id"));

    assertThat(store.calls).isEmpty();
    assertThat(ocm.calls).isEmpty();
  }

  @Test
  void queuesAWriteForAKnownClusterWhileOcmIsDown() {
    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));

    var submitted = submit(create("a/c", "m/c"));

    assertThat(submitted)
        .isInstanceOfSatisfying(
            Submitted.Accepted.class,
            accepted -> assertThat(accepted.status().state()).isEqualTo(State.WAITING_FOR_OCM));
    assertThat(queue.sent).hasSize(1);
    run();
    assertThat(words()).containsExactly("create created", "create created");
  }

  @Test
  void acceptsNothingThatNeedsAConfirmationWhileOcmIsDown() {
    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));

    assertThat(outcome(new Write.Delete(new MirrorKey("a/b"), false, null)))
        .isEqualTo(
            new Outcome.Refused(new Refusal.ConfirmationNeeded(ocm.mirrors("c1").getFirst())));
    assertThat(queue.sent).isEmpty();
  }

  @Test
  void triesAgainAfterAConflict() {
    for (var i = 0; i < 5; i++) {
      ocm.answers("create", new Answer.Conflict<>("modified"));
    }

    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    assertThat(ocm.count("create")).isEqualTo(6);
  }

  @Test
  void acceptsAWriteThatConflictsDelayTooLong() {
    for (var i = 0; i < 1_000; i++) {
      ocm.answers("create", new Answer.Conflict<>("modified"));
    }
    var start = time.nanos();

    var status = accepted(submit(create("a/b", "m/b")));
    assertThat(Duration.ofNanos(time.nanos() - start)).isBetween(Duration.ofSeconds(15), LIMIT);
    assertThat(status.state()).isEqualTo(State.WAITING_FOR_OCM);
    assertThat(status.waitReason()).isEqualTo("the cluster was busy: modified");
    assertThat(queue.sent).containsExactly(status);
    assertThat(store.find(status.id())).contains(status);
    assertThat(words()).isEmpty();
  }

  @Test
  void waitsAsLongAsOcmRequests() {
    ocm.answers("create", new Answer.TryLater<>("slow down", Duration.ofSeconds(9)));
    var start = time.nanos();

    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    assertThat(Duration.ofNanos(time.nanos() - start)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void findsThatADoubtfulCreateWasMade() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));

    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Created(ocm.mirrors(CLUSTER).getFirst()));
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  /// The record shows which operation made it.
  @Test
  void doesNotAttributeARecordedMirrorToADoubtfulWrite() {
    var created = outcome(create("a/b", "m/b"));
    ocm.answers("create", new Answer.Doubtful<>("reset"));
    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Unchanged(ocm.mirrors(CLUSTER).getFirst()));
    assertThat(created).isInstanceOf(Outcome.Created.class);

    // Its request ends before it has read the mirror.
    var request = request(edit("a/b", "m/b"), false, null);
    var operation =
        new Operation(pace(LIMIT).ids().next(), CLUSTER, request, time.now(), time.now());
    assertThat(store.take(cluster("ready", true), operation, "killed", time.now()))
        .isInstanceOf(Lanes.Taking.Taken.class);
    time.sleep(Duration.ofMinutes(1));
    assertThat(outcome(delete("c/d"))).isInstanceOf(Outcome.Refused.class);
    assertThat(words())
        .containsExactly("create created", "create unchanged", "edit unchanged", "delete refused");
    assertThat(ocm.count("edit")).isZero();
  }

  @Test
  void readsTwiceBeforeADoubtfulCreateCountsAsNotMade() {
    ocm.answers("create", new Answer.Doubtful<>("timeout"));

    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    assertThat(ocm.calls).containsExactly("findCluster", "create", "find", "find", "create");
  }

  @Test
  void attributesAlreadyExistsAfterADoubtfulCreateToIt() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("timeout"));
    ocm.answers("find", new Answer.Absent<>("not yet visible"));
    ocm.answers("find", new Answer.Absent<>("not yet visible"));

    assertThat(outcome(create("a/b", "m/b"))).isInstanceOf(Outcome.Created.class);
    assertThat(ocm.mirrors(CLUSTER)).hasSize(1);
  }

  @Test
  void findsThatADoubtfulEditOrDeleteWasMade() {
    var before = ocm.has(CLUSTER, "a/b", "m/b");
    ocm.doesAndAnswers("edit", new Answer.Doubtful<>("reset"));

    var edited = outcome(edit("a/b", "n/b"));
    assertThat(edited).isEqualTo(new Outcome.Updated(before, ocm.mirrors(CLUSTER).getFirst()));
    assertThat(ocm.count("edit")).isEqualTo(1);

    ocm.doesAndAnswers("delete", new Answer.Doubtful<>("reset"));
    assertThat(outcome(delete("a/b"))).isInstanceOf(Outcome.Deleted.class);
    assertThat(ocm.count("delete")).isEqualTo(1);
  }

  /// A denied read does not show whether the write was made.
  @Test
  void keepsReadingADoubtfulWriteWhenAReadIsDenied() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    ocm.answers("find", new Answer.Denied<>("not you"));
    ocm.answers("find", new Answer.CredentialsRejected<>("revoked"));
    ocm.answers("find", new Answer.Refused<>("not so"));

    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Created(ocm.mirrors(CLUSTER).getFirst()));
    assertThat(ocm.calls).containsExactly("findCluster", "create", "find", "find", "find", "find");
  }

  @Test
  void readsTheClusterAgainToFindWhyOcmRefused() {
    ocm.answers("create", new Answer.Refused<>("is not in ready state"));
    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.RefusedByOcm("is not in ready state")));

    ocm.answers("create", new Answer.Refused<>("is not in ready state"));
    ocm.answers("readCluster", new Answer.Done<>(cluster("updating", true), null));
    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterNotReady("updating")));
  }

  @Test
  void reportsThatOcmDeniesAccess() {
    ocm.answers("create", new Answer.Denied<>("no rights"));

    assertThat(outcome(create("a/b", "m/b")))
        .isEqualTo(new Outcome.Refused(new Refusal.Denied("no rights")));
  }

  @Test
  void keepsAnOutcomeInDoubtInTheLaneAndSettlesItByReading() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    for (var i = 0; i < 30; i++) {
      ocm.answers("find", new Answer.TryLater<>("down", null));
    }
    var status = accepted(submit(create("a/b", "m/b")));
    assertThat(store.entries(CLUSTER)).isEmpty();

    settle();

    assertThat(status(status.id()).state()).isEqualTo(State.SUCCEEDED);
    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  @Test
  void finishesACrashedOperationOnceTheLeaseHasEnded() {
    store.failsToClose = true;
    assertThatExceptionOfType(PossiblyAccepted.class)
        .isThrownBy(() -> submit(create("a/b", "m/b")));

    var second = accepted(submit(create("a/c", "m/c")));
    assertThat(second.state()).isEqualTo(State.WAITING_FOR_LANE);
    time.sleep(Duration.ofMinutes(6));
    assertThat(outcome(create("a/d", "m/d"))).isInstanceOf(Outcome.Created.class);

    assertThat(words()).containsExactly("create created", "create created", "create created");
    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source)
        .containsExactly("a/b", "a/c", "a/d");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void chainsTheHistoryWithoutGaps(int writes) {
    for (var i = 0; i < writes; i++) {
      outcome(create("a/b" + i, "m/b"));
    }

    var previous = "0".repeat(64);
    var number = 0L;
    for (var entry : store.entries(CLUSTER)) {
      assertThat(entry.number()).isEqualTo(++number);
      assertThat(entry.shown().at("previous_hash")).isEqualTo(Json.of(previous));
      assertThat(entry.hash()).isEqualTo(Digest.sha256(entry.text()));
      previous = entry.hash();
    }
    assertThat(number).isEqualTo(writes);
  }

  @Test
  void makesNoCallWhenTheTimeHasNearlyRunOut() {
    var submitted = submit(request(create("a/b", "m/b"), false, null), Duration.ofMillis(500));

    assertThat(accepted(submitted).state()).isEqualTo(State.WAITING_FOR_OCM);
    assertThat(ocm.count("create")).isZero();
  }

  @Test
  void readsNothingWhenTheTimeHasNearlyRunOut() {
    ocm.has(CLUSTER, "a/b", "m/b");

    var submitted = submit(request(edit("a/b", "n/b"), false, null), Duration.ofMillis(500));

    assertThat(accepted(submitted).state()).isEqualTo(State.WAITING_FOR_OCM);
    assertThat(ocm.calls).containsExactly("findCluster");
  }

  @Test
  void doesNotReadTheClusterWhenTheTimeHasNearlyRunOut() {
    ocm.meanwhile(() -> time.sleep(Duration.ofSeconds(22)));
    ocm.refuses("a/b", "is not in ready state");

    assertThat(accepted(submit(create("a/b", "m/b"))).waitReason())
        .isEqualTo("OCM was unavailable: there was no time left to call OCM");
    assertThat(ocm.calls).containsExactly("findCluster", "create");
    settle();
    assertThat(words()).containsExactly("create created");
  }

  /// The attempt was delayed for longer than its lease.
  @Test
  void storesNothingForALaneWithAnotherHolder() {
    var takenOver = takenOverBefore("close");
    between =
        call -> {
          if (call.name().equals("close")) {
            ocm.loses(CLUSTER, ocm.mirrors(CLUSTER).getFirst().id());
          }
          return takenOver.answer(call);
        };

    var outcome = outcome(create("a/b", "m/b"));

    // The mirror that it created was deleted before the outcome was stored.
    assertThat(outcome).isEqualTo(new Outcome.Created(ocm.mirrors(CLUSTER).getFirst()));
    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isEqualTo(2);
  }

  private static Status accepted(Submitted submitted) {
    return submitted instanceof Submitted.Accepted(var status, _, _)
        ? status
        : fail("not accepted: " + submitted);
  }
}
