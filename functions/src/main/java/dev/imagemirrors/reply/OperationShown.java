package dev.imagemirrors.reply;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An operation in a reply: as JSON, or as a table row.
public final class OperationShown {
  private OperationShown() {}

  public static Json.Members json(Status status) {
    var operation = status.operation();
    var outcome = status.outcome();
    var next = status.nextAttempt();
    return Json.object()
        .put("id", status.id())
        .put("kind", operation.write().kind())
        .put(
            "cluster_id",
            operation.clusterId().isEmpty() ? Json.Null.NULL : Json.of(operation.clusterId()))
        .put("state", status.state().label())
        .put("tries", status.attempts())
        .put("next_try", next == null ? Json.Null.NULL : Json.of(next.toString()))
        .put("done", status.progress().done())
        .put("total", status.progress().total())
        .put("outcome", outcome == null ? Json.Null.NULL : Json.of(outcome.label()))
        .put("accepted", operation.accepted().toString())
        .put("deadline", operation.deadline().toString())
        .putPresent("wait_reason", status.waitReason())
        .build();
  }

  static Table narrow(List<Status> operations, List<String> notes) {
    return new Table(
        List.of("ID", "KIND", "STATE", "DONE", "OUTCOME"),
        operations.stream().map(OperationShown::cells).toList(),
        notes);
  }

  private static List<String> cells(Status status) {
    var outcome = status.outcome();
    return List.of(
        status.id(),
        status.operation().write().kind(),
        status.state().label(),
        status.progress().done() + "/" + status.progress().total(),
        outcome == null ? "-" : outcome.label());
  }

  static Table wide(List<Status> operations, List<String> notes) {
    return new Table(
        List.of(
            "ID",
            "KIND",
            "STATE",
            "DONE",
            "OUTCOME",
            "TRIES",
            "NEXT TRY",
            "ACCEPTED",
            "MIRROR",
            "CHANGE",
            "REASON",
            "BY"),
        operations.stream().map(OperationShown::wideCells).toList(),
        notes);
  }

  private static List<String> wideCells(Status status) {
    var request = status.operation().request();
    var next = status.nextAttempt();
    var cells = new ArrayList<>(cells(status));
    cells.add(Integer.toString(status.attempts()));
    cells.add(next == null ? "-" : next.toString());
    cells.add(status.operation().accepted().toString());
    cells.add(request.write() instanceof Write.Single single ? single.key().value() : "-");
    cells.add(change(status.outcome()));
    cells.add(Objects.requireNonNullElse(request.reason(), "-"));
    cells.add(request.actor().shown());
    return cells;
  }

  private static String change(@Nullable Outcome outcome) {
    if (outcome == null) {
      return "-";
    }
    var change = outcome.change();
    return Problems.change(mirrors(change.before()), mirrors(change.after()));
  }

  private static List<String> mirrors(@Nullable ImageMirror mirror) {
    return mirror == null ? List.of() : mirror.mirrors();
  }
}
