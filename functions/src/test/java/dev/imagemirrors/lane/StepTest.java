package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables of what a write does next, row by row and kind by kind.
class StepTest {
  private static final Duration AFTER = Duration.ofSeconds(7);
  private static final ImageMirror AS_ASKED = mirror("m/b");
  private static final ImageMirror OTHER = mirror("n/b");

  private static final Write.Single CREATE = new Write.Create(MirrorSet.Wanted.of("a/b", "m/b"));
  private static final Write.Single EDIT = edit(null, null);
  private static final Write.Single DELETE = delete(true, null);
  private static final List<Write.Single> WRITES = List.of(CREATE, EDIT, DELETE);

  /// An answer to a read and the doubt before it, and what a create, an edit and a delete do then.
  private static final String AFTER_READ =
      """
      as asked            NONE      | Unchanged           | Unchanged           | send
      as asked            FRESH     | Created             | Updated             | Unavailable: read
      as asked            READ_ONCE | Created             | Updated             | send
      as asked            SETTLED   | Created             | Updated             | send
      other               NONE      | SourceExists        | send                | send
      other               FRESH     | SourceExists        | Unavailable: read   | Unavailable: read
      other               READ_ONCE | SourceExists        | send                | send
      other               SETTLED   | SourceExists        | send                | send
      Absent              NONE      | send nothing        | MirrorNotFound      | MirrorNotFound
      Absent              FRESH     | Unavailable: read   | MirrorNotFound      | Deleted
      Absent              READ_ONCE | send nothing        | MirrorNotFound      | Deleted
      Absent              SETTLED   | send nothing        | MirrorNotFound      | Deleted
      Conflict            NONE      | ClusterBusy: read   | ClusterBusy: read   | ClusterBusy: read
      Conflict            FRESH     | ClusterBusy: read   | ClusterBusy: read   | ClusterBusy: read
      TryLater            NONE      | Unavailable 7: read | Unavailable 7: read | Unavailable 7: read
      TryLater            FRESH     | Unavailable 7: read | Unavailable 7: read | Unavailable 7: read
      Doubtful            NONE      | Unavailable: read   | Unavailable: read   | Unavailable: read
      Doubtful            FRESH     | Unavailable: read   | Unavailable: read   | Unavailable: read
      Denied              NONE      | Denied              | Denied              | Denied
      Denied              FRESH     | Denied: read        | Denied: read        | Denied: read
      Denied              SETTLED   | Denied: read        | Denied: read        | Denied: read
      CredentialsRejected NONE      | CredentialsRejected | CredentialsRejected | CredentialsRejected
      CredentialsRejected READ_ONCE | CredentialsRejected: read | CredentialsRejected: read | CredentialsRejected: read
      AlreadyExists       NONE      | ask why             | ask why             | ask why
      AlreadyExists       FRESH     | RefusedByOcm: read  | RefusedByOcm: read  | RefusedByOcm: read
      Refused             NONE      | ask why             | ask why             | ask why
      Refused             SETTLED   | RefusedByOcm: read  | RefusedByOcm: read  | RefusedByOcm: read
      """;

  /// An answer to a write, and what a create, an edit and a delete do then.
  private static final String AFTER_SEND =
      """
      as asked            | Created                     | Updated             | Deleted
      Absent              | ClusterGone                 | MirrorNotFound      | Deleted
      AlreadyExists       | read                        | read                | read
      Conflict            | ClusterBusy: send           | ClusterBusy: send   | ClusterBusy: send
      TryLater            | Unavailable 7: send         | Unavailable 7: send | Unavailable 7: send
      Doubtful            | read                        | read                | read
      Denied              | Denied                      | Denied              | Denied
      CredentialsRejected | CredentialsRejected         | CredentialsRejected | CredentialsRejected
      Refused             | ask why                     | ask why             | ask why
      """;

  /// The doubt before a write is first tried, and what a create, an edit and a delete do first.
  private static final String FIRST =
      """
      NONE      | send nothing | read | read
      FRESH     | read         | read | read
      READ_ONCE | read         | read | read
      SETTLED   | read         | read | read
      """;

  /// One cell of a table.
  record Cell(String row, Write.Single write, String step) {}

  static Stream<Cell> afterRead() {
    return cells(AFTER_READ);
  }

  static Stream<Cell> afterSend() {
    return cells(AFTER_SEND);
  }

  static Stream<Cell> first() {
    return cells(FIRST);
  }

  private static Stream<Cell> cells(String table) {
    return table
        .lines()
        .map(line -> line.split("\\s*\\|\\s*"))
        .flatMap(row ->
            Stream.of(0, 1, 2).map(each -> new Cell(row[0], WRITES.get(each), row[each + 1])));
  }

  @ParameterizedTest
  @MethodSource("afterRead")
  void followsTheTableAfterARead(Cell cell) {
    var words = cell.row().split("\\s+");
    var answer = String.join(" ", Arrays.copyOf(words, words.length - 1));
    var doubt = Step.Doubt.valueOf(words[words.length - 1]);

    assertThat(words(Step.afterRead(cell.write(), answer(answer), doubt))).isEqualTo(cell.step());
  }

  @ParameterizedTest
  @MethodSource("afterSend")
  void followsTheTableAfterAWrite(Cell cell) {
    assertThat(words(Step.afterSend(cell.write(), OTHER, answer(cell.row()))))
        .isEqualTo(cell.step());
  }

  @ParameterizedTest
  @MethodSource("first")
  void beginsAsTheTableSays(Cell cell) {
    assertThat(words(Step.first(cell.write(), Step.Doubt.valueOf(cell.row()))))
        .isEqualTo(cell.step());
  }

  @Test
  void holdsAnEditToTheSourceAndTheVersionThatWereGiven() {
    var now = OTHER.version();

    assertThat(found(edit("c/d", null), OTHER, Step.Doubt.NONE)).isEqualTo("SourceImmutable");
    assertThat(found(edit("c/d", null), AS_ASKED, Step.Doubt.FRESH)).isEqualTo("SourceImmutable");
    assertThat(found(edit("a/b", now), OTHER, Step.Doubt.NONE)).isEqualTo("send");
    assertThat(found(edit("a/b", "old"), OTHER, Step.Doubt.NONE)).isEqualTo("VersionMismatch");
    assertThat(found(edit("a/b", "old"), OTHER, Step.Doubt.READ_ONCE)).isEqualTo("VersionMismatch");
    assertThat(found(edit("a/b", "old"), AS_ASKED, Step.Doubt.NONE)).isEqualTo("VersionMismatch");
    // The version has changed because this edit was done.
    assertThat(found(edit("a/b", "old"), AS_ASKED, Step.Doubt.FRESH)).isEqualTo("Updated");
  }

  @Test
  void holdsADeleteToItsVersionAndThenToItsConfirmation() {
    var now = OTHER.version();

    assertThat(found(delete(false, null), OTHER, Step.Doubt.NONE)).isEqualTo("ConfirmationNeeded");
    assertThat(found(delete(false, now), OTHER, Step.Doubt.NONE)).isEqualTo("ConfirmationNeeded");
    assertThat(found(delete(false, "old"), OTHER, Step.Doubt.NONE)).isEqualTo("VersionMismatch");
    assertThat(found(delete(true, "old"), OTHER, Step.Doubt.NONE)).isEqualTo("VersionMismatch");
    assertThat(found(delete(true, now), OTHER, Step.Doubt.NONE)).isEqualTo("send");
  }

  @Test
  void keepsTheMirrorThatWasFoundForTheOutcome() {
    assertThat(Step.afterSend(EDIT, OTHER, new Answer.Done<>(AS_ASKED, null)))
        .isEqualTo(new Step.End(new Outcome.Updated(OTHER, AS_ASKED)));
    assertThat(Step.afterSend(DELETE, OTHER, new Answer.Absent<>("no")))
        .isEqualTo(new Step.End(new Outcome.Deleted(OTHER)));
  }

  private static String found(Write.Single write, ImageMirror there, Step.Doubt doubt) {
    return words(Step.afterRead(write, new Answer.Done<>(there, null), doubt));
  }

  private static Answer<ImageMirror> answer(String name) {
    return switch (name) {
      case "as asked" -> new Answer.Done<>(AS_ASKED, null);
      case "other" -> new Answer.Done<>(OTHER, null);
      case "Absent" -> new Answer.Absent<>("no");
      case "Conflict" -> new Answer.Conflict<>("no");
      case "TryLater" -> new Answer.TryLater<>("no", AFTER);
      case "Doubtful" -> new Answer.Doubtful<>("no");
      case "Denied" -> new Answer.Denied<>("no");
      case "CredentialsRejected" -> new Answer.CredentialsRejected<>("no");
      case "AlreadyExists" -> new Answer.AlreadyExists<>("no");
      case "Refused" -> new Answer.Refused<>("no");
      default -> throw new AssertionError("no such answer: " + name);
    };
  }

  private static String words(Step step) {
    return switch (step) {
      case Step.Read _ -> "read";
      case Step.Send(var found) -> found == null ? "send nothing" : "send";
      case Step.AskWhy(var reason) -> "no".equals(reason) ? "ask why" : "ask why: " + reason;
      case Step.Leave(var why) -> "leave: " + name(why);
      case Step.End(Outcome.Refused(var why)) -> name(why);
      case Step.End(var outcome) -> name(outcome);
      case Step.Wait(var then, var why, var after) ->
          name(why) + (after == null ? "" : " " + after.toSeconds()) + ": " + words(then);
    };
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName();
  }

  private static ImageMirror mirror(String list) {
    return new ImageMirror("id-1", "a/b", List.of(list), null, null);
  }

  private static Write.Single edit(@Nullable String source, @Nullable String version) {
    return new Write.Edit(
        new MirrorKey("a/b"),
        MirrorList.of("m/b"),
        source == null ? null : new Source(source),
        version);
  }

  private static Write.Single delete(boolean confirmed, @Nullable String version) {
    return new Write.Delete(new MirrorKey("a/b"), confirmed, version);
  }
}
