package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.OutcomeJson;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Write;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stored values are read as they were written.
class WrittenDownTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ImageMirror MIRROR =
      new ImageMirror("id-1", "a/b", List.of("m/b", "n/b"), NOW, NOW.plusSeconds(1));
  private static final ImageMirror OTHER =
      new ImageMirror("id-1", "a/b", List.of("o/b"), null, null);
  private static final Source SOURCE = new Source("a/b");
  private static final MirrorList LIST = MirrorList.of("m/b", "n/b");
  private static final MirrorKey KEY = new MirrorKey("id-1");

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal.ClusterNotReady("installing"),
        new Refusal.ClusterNotHosted(),
        new Refusal.ClusterGone(),
        new Refusal.SourceExists(MIRROR),
        new Refusal.MirrorNotFound(),
        new Refusal.SourceImmutable(MIRROR, "c/d"),
        new Refusal.VersionMismatch(MIRROR, "0123456789ab"),
        new Refusal.ConfirmationNeeded(OTHER),
        new Refusal.PlanNotConfirmed(List.of("a/b", "c/d"), 3, List.of()),
        new Refusal.PlanNotConfirmed(List.of(), 1, List.of()),
        new Refusal.TooManyMirrors(60, 200),
        new Refusal.Denied("no"),
        new Refusal.RefusedByOcm("never"),
        new Refusal.CredentialsRejected("who"),
        new Refusal.ClusterBusy("409"),
        new Refusal.Unavailable("down"),
        new Refusal.GivenUp("over"),
        new Refusal.Cancelled("pat"));
  }

  static Stream<Outcome> outcomes() {
    var progress = new Progress(6, 9, 1, 2, 3);
    return Stream.concat(
        Stream.of(
            new Outcome.Created(MIRROR),
            new Outcome.Updated(OTHER, MIRROR),
            new Outcome.Updated(null, MIRROR),
            new Outcome.Deleted(MIRROR),
            new Outcome.Deleted(null),
            new Outcome.Unchanged(OTHER),
            new Outcome.Applied(progress),
            new Outcome.Stopped(progress, "a/b", new Refusal.Denied("no"))),
        refusals().map(Outcome.Refused::new));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void isTheOutcome(Outcome outcome) throws JsonFault {
    assertThat(OutcomeJson.read(JsonReader.read(JsonWriter.write(OutcomeJson.write(outcome)))))
        .isEqualTo(outcome);
  }

  @Test
  void rejectsAnUnknownOutcome() {
    assertThatThrownBy(() -> OutcomeJson.read(Json.object().put("outcome", "lost").build()))
        .hasMessageContaining("unknown outcome 'lost'");
    assertThatThrownBy(() -> OutcomeJson.read(Json.object().put("outcome", "created").build()))
        .isInstanceOf(NullPointerException.class);
  }

  static Stream<Write> writes() {
    var set =
        new MirrorSet(
            List.of(new MirrorSet.Wanted(SOURCE, LIST), MirrorSet.Wanted.of("c/d", "m/d")));
    return Stream.of(
        new Write.Create(new MirrorSet.Wanted(SOURCE, LIST)),
        new Write.Edit(KEY, LIST, null, null),
        new Write.Edit(KEY, LIST, SOURCE, "0123456789ab"),
        new Write.Delete(KEY, true, null),
        new Write.Delete(KEY, false, "0123456789ab"),
        new Write.Apply(set, true, false, 0),
        new Write.Apply(set, false, true, 4));
  }

  private static Operation operation(Write write, boolean full) {
    return new Operation(
        "op-1",
        full ? "c1" : Operation.NO_CLUSTER,
        new Request(
            new ClusterKey("mycluster"),
            write,
            new Actor(Actor.Via.BUS, "pipeline", full ? "1" : null, full ? "event" : null),
            full ? "because" : null,
            "us-east-1",
            full ? "prod" : null,
            full,
            full ? new IdempotencyKey("id", "fields") : null),
        NOW,
        NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void isTheOperation(Write write) throws JsonFault {
    for (var full : new boolean[] {true, false}) {
      var operation = operation(write, full);
      assertThat(
              OperationJson.read(JsonReader.read(JsonWriter.write(OperationJson.write(operation)))))
          .isEqualTo(operation);
    }
    if (write instanceof Write.Single single) {
      var sending = new Sending(single, MIRROR);
      assertThat(OperationJson.readSending(OperationJson.write(sending))).isEqualTo(sending);
      var unread = Sending.unread(single);
      assertThat(OperationJson.readSending(OperationJson.write(unread))).isEqualTo(unread);
    }
  }

  @Test
  void comparesTheFieldsOfTwoRequestsWithOneKey() {
    var create = new Write.Create(new MirrorSet.Wanted(SOURCE, LIST));
    var key = new ClusterKey("mycluster");
    var fields = OperationJson.fields(create, key, "us-east-1", "prod", true);

    assertThat(OperationJson.fields(create, key, "us-east-1", "prod", true)).isEqualTo(fields);
    assertThat(
            List.of(
                OperationJson.fields(
                    new Write.Create(new MirrorSet.Wanted(SOURCE, MirrorList.of("n/b", "m/b"))),
                    key,
                    "us-east-1",
                    "prod",
                    true),
                OperationJson.fields(create, new ClusterKey("other"), "us-east-1", "prod", true),
                OperationJson.fields(create, key, "us-east-2", "prod", true),
                OperationJson.fields(create, key, "us-east-1", null, true),
                OperationJson.fields(create, key, "us-east-1", "prod", false)))
        .doesNotContain(fields)
        .doesNotHaveDuplicates();
  }

  @Test
  void isThereAReasonToLookAt() {
    assertThat(refusals().map(Refusal::existing).filter(Objects::nonNull))
        .containsExactly(MIRROR, MIRROR, MIRROR, OTHER);
    assertThat(refusals().filter(refusal -> refusal.label().equals("failed")))
        .extracting(refusal -> refusal.getClass().getSimpleName())
        .containsExactlyInAnyOrder("ClusterBusy", "Unavailable", "CredentialsRejected", "GivenUp");
  }

  @Test
  void countsChanges() {
    var progress = new Progress(0, 4, 0, 0, 0);
    for (var outcome :
        List.of(
            new Outcome.Created(MIRROR),
            new Outcome.Updated(OTHER, MIRROR),
            new Outcome.Deleted(MIRROR),
            new Outcome.Unchanged(MIRROR),
            new Outcome.Refused(new Refusal.MirrorNotFound()))) {
      progress = outcome.countedIn(progress);
    }

    assertThat(progress).isEqualTo(new Progress(4, 4, 1, 1, 1));
    assertThat(progress.planned(2)).isEqualTo(new Progress(4, 6, 1, 1, 1));
  }
}
