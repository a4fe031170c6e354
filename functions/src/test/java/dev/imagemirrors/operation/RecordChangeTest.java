package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordChangeTest {
  private static final ImageMirror MIRROR = mirror("m/b");
  private static final ImageMirror BEFORE = mirror("n/b");
  private static final MirrorKey KEY = new MirrorKey("id-1");
  private static final Write CREATE = new Write.Create(MirrorSet.Wanted.of("a/b", "m/b"));
  private static final Write EDIT = new Write.Edit(KEY, MirrorList.of("m/b"), null, null);
  private static final Write DELETE = new Write.Delete(KEY, true, null);
  private static final Write APPLY = new Write.Apply(new MirrorSet(List.of()), false, true, 0);
  private static final RecordChange NONE = new RecordChange.None();

  private static ImageMirror mirror(String list) {
    return new ImageMirror("id-1", "a/b", List.of(list), null, null);
  }

  private static Operation operation(Write write) {
    return operation(World.request(write, false, null));
  }

  private static Operation callerBound(Write write) {
    var user = new Actor(Actor.Via.OCM, "pat", null, "request");
    return operation(World.request(write, false, null).by(user));
  }

  private static Operation operation(Request request) {
    return new Operation("operation", "c1", request, Instant.EPOCH, Instant.EPOCH);
  }

  @Test
  void recordsWhatTheClusterHasNow() {
    var recorded = new RecordChange.Put(MIRROR);

    assertThat(RecordChange.of(operation(CREATE), new Outcome.Created(MIRROR))).isEqualTo(recorded);
    assertThat(RecordChange.of(operation(CREATE), new Outcome.Unchanged(MIRROR)))
        .isEqualTo(recorded);
    assertThat(RecordChange.of(operation(EDIT), new Outcome.Updated(BEFORE, MIRROR)))
        .isEqualTo(recorded);
    assertThat(RecordChange.of(operation(EDIT), new Outcome.Updated(null, MIRROR)))
        .isEqualTo(recorded);
    assertThat(RecordChange.of(operation(APPLY), new Outcome.Unchanged(MIRROR)))
        .isEqualTo(recorded);
  }

  @Test
  void deletesTheRecordOfADeletedMirror() {
    var named = new RecordChange.DeleteNamed(KEY);

    assertThat(RecordChange.of(operation(DELETE), new Outcome.Deleted(BEFORE)))
        .isEqualTo(new RecordChange.Delete("a/b"));
    assertThat(RecordChange.of(operation(APPLY), new Outcome.Deleted(BEFORE)))
        .isEqualTo(new RecordChange.Delete("a/b"));
    assertThat(RecordChange.of(operation(DELETE), new Outcome.Deleted(null))).isEqualTo(named);
    assertThat(
            RecordChange.of(operation(DELETE), new Outcome.Refused(new Refusal.MirrorNotFound())))
        .isEqualTo(named);
  }

  /// A user whom OCM lets only read gets the same outcomes.
  @Test
  void changesNothingForACallerOfWhomOcmAcceptedNoWrite() {
    assertThat(RecordChange.of(callerBound(CREATE), new Outcome.Unchanged(MIRROR))).isEqualTo(NONE);
    assertThat(RecordChange.of(callerBound(EDIT), new Outcome.Unchanged(MIRROR))).isEqualTo(NONE);
    assertThat(
            RecordChange.of(callerBound(DELETE), new Outcome.Refused(new Refusal.MirrorNotFound())))
        .isEqualTo(NONE);
  }

  @Test
  void recordsTheAcceptedWritesOfACaller() {
    var recorded = new RecordChange.Put(MIRROR);

    assertThat(RecordChange.of(callerBound(CREATE), new Outcome.Created(MIRROR)))
        .isEqualTo(recorded);
    assertThat(RecordChange.of(callerBound(EDIT), new Outcome.Updated(BEFORE, MIRROR)))
        .isEqualTo(recorded);
    assertThat(RecordChange.of(callerBound(DELETE), new Outcome.Deleted(BEFORE)))
        .isEqualTo(new RecordChange.Delete("a/b"));
  }

  @Test
  void changesNothingOtherwise() {
    var progress = new Progress(1, 2, 1, 0, 0);

    assertThat(RecordChange.of(operation(EDIT), new Outcome.Refused(new Refusal.MirrorNotFound())))
        .isEqualTo(NONE);
    assertThat(
            RecordChange.of(
                operation(CREATE), new Outcome.Refused(new Refusal.SourceExists(BEFORE))))
        .isEqualTo(NONE);
    assertThat(RecordChange.of(operation(DELETE), new Outcome.Refused(new Refusal.ClusterGone())))
        .isEqualTo(NONE);
    assertThat(RecordChange.of(operation(APPLY), new Outcome.Applied(progress))).isEqualTo(NONE);
    assertThat(
            RecordChange.of(
                operation(APPLY),
                new Outcome.Stopped(progress, "a/b", new Refusal.MirrorNotFound())))
        .isEqualTo(NONE);
    // A change of a set whose mirror was not found: its source is unknown.
    assertThat(RecordChange.of(operation(APPLY), new Outcome.Deleted(null))).isEqualTo(NONE);
  }
}
