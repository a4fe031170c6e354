package dev.imagemirrors.reply;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.Status;
import java.util.ArrayList;
import java.util.List;

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

  static Table narrow(List<Status> operations) {
    return new Table(
        List.of("ID", "KIND", "STATE", "DONE", "OUTCOME"),
        operations.stream().map(OperationShown::cells).toList());
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

  static Table wide(List<Status> operations) {
    return new Table(
        List.of("ID", "KIND", "STATE", "DONE", "OUTCOME", "TRIES", "NEXT TRY", "ACCEPTED"),
        operations.stream()
            .map(status -> {
              var cells = new ArrayList<>(cells(status));
              var next = status.nextAttempt();
              cells.add(Integer.toString(status.attempts()));
              cells.add(next == null ? "-" : next.toString());
              cells.add(status.operation().accepted().toString());
              return List.copyOf(cells);
            })
            .toList());
  }
}
