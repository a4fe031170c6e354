package dev.imagemirrors.reply;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Listing;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorState;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replies about operations: the one of the current request, or earlier ones.
public final class OperationReply {
  private OperationReply() {}

  /// The reply to a write.
  public static Reply of(Submitted submitted, Request request, Links links) {
    var cluster = request.cluster();
    return switch (submitted) {
      case Submitted.Ended(var status, Outcome.Refused(var refusal), _) ->
          Problems.problem(refusal, cluster, request.write())
              .with("image_mirror", existing(status, refusal))
              .with("operation_id", Json.of(status.id()));
      case Submitted.Ended(var status, Outcome.Stopped stopped, var warnings) ->
          problem(status, stopped)
              .with("operation_id", Json.of(status.id()))
              .with("warnings", warnings.isEmpty() ? null : Json.strings(warnings));
      case Submitted.Ended(var status, var outcome, var warnings) ->
          success(status, outcome, status(outcome), warnings);
      case Submitted.Accepted(var status, var queued, var warnings) ->
          accepted(status, queued ? warnings : notQueued(warnings), links);
      case Submitted.NoSingleCluster(var total) -> Problems.noSingleCluster(cluster, total);
      case Submitted.NotAccepted(var why) -> Problems.problem(why, cluster, request.write());
      case Submitted.NotStorable(var fault) -> Reply.Problem.of(new Faults(List.of(fault)));
      case Submitted.KeyReused(var first) ->
          Reply.Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_REUSED,
                  "This idempotency key was already used with different fields, for operation '"
                      + first
                      + "'")
              .with("operation_id", Json.of(first));
    };
  }

  /// The reply to a request that shows an operation. An operation that failed is a successful
  /// reply.
  public static Reply of(Status status) {
    return switch (status.outcome()) {
      case null -> waiting(status, 200, List.of(), Map.of());
      case Outcome.Refused(var refusal) ->
          refused(
              status,
              Problems.problem(refusal, status.operation().clusterKey(), status.operation().write())
                  .with("image_mirror", existing(status, refusal)));
      case Outcome.Stopped stopped -> refused(status, problem(status, stopped));
      case Outcome outcome -> success(status, outcome, 200, List.of());
    };
  }

  /// The reply to a request that lists operations.
  ///
  /// @param next the `next` of the page; null when nothing follows
  public static Reply of(
      ClusterKey cluster,
      OperationSelection selection,
      List<Status> operations,
      @Nullable String next) {
    List<String> notes = next == null ? List.of() : List.of(Listing.hint("operations", next));
    var body =
        Json.object()
            .put(
                "operations",
                new Json.Items(operations.stream().<Json>map(OperationShown::json).toList()))
            .put("next", next)
            .build();
    return new Reply.Success(
        200,
        body,
        body,
        operations.isEmpty() ? none(cluster, selection, notes) : List.of(),
        OperationShown.narrow(operations, notes),
        OperationShown.wide(operations, notes),
        Map.of());
  }

  private static List<String> none(
      ClusterKey cluster, OperationSelection selection, List<String> notes) {
    var lines = new ArrayList<String>();
    lines.add(
        "No %soperations found%s for cluster '%s'"
            .formatted(
                selection.isWhole() ? "" : "such ", notes.isEmpty() ? "" : " so far", cluster));
    lines.addAll(notes);
    return lines;
  }

  private static Reply accepted(Status status, List<String> warnings, Links links) {
    return waiting(status, 202, warnings, Map.of("Location", links.operation(status.id())));
  }

  private static List<String> notQueued(List<String> warnings) {
    var more = new ArrayList<>(warnings);
    more.add("The operation could not be queued; recovery will run it later");
    return more;
  }

  private static Reply waiting(
      Status status, int code, List<String> warnings, Map<String, String> headers) {
    var why = status.waitReason();
    var lines =
        List.of(
            "Operation '%s' to %s on cluster '%s' is %s%s"
                .formatted(
                    status.id(),
                    OperationMessages.action(status),
                    status.operation().clusterKey(),
                    status.state() == State.RUNNING ? "running" : "accepted and waiting",
                    why == null ? "" : ": " + why));
    var body = body(status, lines, null, warnings).build();
    return new Reply.Success(code, body, body, lines, null, null, headers);
  }

  /// The problem of a failed operation; empty for any other.
  public static Optional<Reply.Problem> problem(Status status) {
    return switch (status.outcome()) {
      case Outcome.Refused(var refusal) ->
          Optional.of(
              Problems.problem(
                  refusal, status.operation().clusterKey(), status.operation().write()));
      case Outcome.Stopped stopped -> Optional.of(problem(status, stopped));
      case null, default -> Optional.empty();
    };
  }

  /// The problem that stopped a set, with its progress.
  private static Reply.Problem problem(Status status, Outcome.Stopped stopped) {
    var operation = status.operation();
    var why = Problems.problem(stopped.refusal(), operation.clusterKey(), operation.write());
    var detail =
        "%d of %d changes were made; '%s' failed: %s"
            .formatted(
                stopped.progress().done(),
                stopped.progress().total(),
                stopped.source(),
                why.detail());
    return new Reply.Problem(why.type(), detail, List.of(), Map.of(), why.retryAfter(), null)
        .with("image_mirror", existing(status, stopped.refusal()))
        .with("operation", OperationShown.json(status));
  }

  private static Reply refused(Status status, Reply.Problem problem) {
    var operation = status.operation();
    var lines =
        List.of(
            "Operation '%s' to %s on cluster '%s' has %s: %s"
                .formatted(
                    status.id(),
                    OperationMessages.action(status),
                    operation.clusterKey(),
                    status.state() == State.CANCELLED ? "been cancelled" : "failed",
                    problem.detail()));
    var body =
        body(status, lines, null, List.of()).put("problem", ReplyWriter.problem(problem)).build();
    return new Reply.Success(200, body, body, lines, null, null, Map.of());
  }

  private static Reply success(Status status, Outcome outcome, int code, List<String> warnings) {
    var deleted = outcome instanceof Outcome.Deleted;
    var mirror = mirror(outcome);
    var lines = OperationMessages.lines(status, outcome);
    var body =
        body(status, lines, mirror == null ? null : shown(status, mirror, deleted), warnings);
    var whole = body.build();
    return new Reply.Success(
        code,
        whole,
        whole,
        lines,
        null,
        null,
        mirror == null || deleted ? Map.of() : Problems.entityTag(mirror));
  }

  private static Json.Builder body(
      Status status, List<String> lines, @Nullable Json mirror, List<String> warnings) {
    var body = Json.object().put("messages", Json.strings(lines));
    if (mirror != null) {
      body.put("image_mirror", mirror);
    }
    body.put("operation", OperationShown.json(status));
    if (!warnings.isEmpty()) {
      body.put("warnings", Json.strings(warnings));
    }
    return body;
  }

  private static Json shown(Status status, ImageMirror mirror, boolean deleted) {
    var shown = Problems.shown(status.operation().clusterId(), mirror);
    if (!deleted) {
      shown.put("state", MirrorState.IN_SYNC.label());
    }
    return shown.build();
  }

  private static @Nullable Json existing(Status status, Refusal refusal) {
    var existing = refusal.existing();
    return existing == null
        ? null
        : Problems.shown(status.operation().clusterId(), existing).build();
  }

  private static int status(Outcome outcome) {
    return outcome instanceof Outcome.Created ? 201 : 200;
  }

  private static @Nullable ImageMirror mirror(Outcome outcome) {
    var change = outcome.change();
    return change.after() == null ? change.before() : change.after();
  }
}
