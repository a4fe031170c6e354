package dev.imagemirrors.handler;

import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.BusUnavailable;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.wiring.AssumedRole;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// The replies to exceptions. An unavailable service differs from a bug in that the same event may
/// succeed later.
final class Unexpected {
  private Unexpected() {}

  /// The problem, with what the caller can do next.
  static Reply.Problem problem(RuntimeException failure, String requestId) {
    if (failure instanceof PossiblyAccepted accepted) {
      var id = accepted.operationId();
      return explained(
              of(accepted.failure(), requestId),
              ". Operation '%s' may have been accepted: look at it (GET /operations/%s) before you send the request again"
                  .formatted(id, id))
          .with("operation_id", Json.of(id));
    }
    var problem = of(failure, requestId);
    return problem.retryAfter() == null ? problem : explained(problem, "; try again");
  }

  private static Reply.Problem explained(Reply.Problem problem, String next) {
    return new Reply.Problem(
        problem.type(),
        problem.detail() + next,
        problem.errors(),
        problem.more(),
        problem.retryAfter(),
        problem.location());
  }

  private static Reply.Problem of(RuntimeException failure, String requestId) {
    return switch (failure) {
      case StoreUnavailable _ -> Problems.unavailable("The store of image mirrors is unavailable");
      case BusUnavailable _ -> Problems.unavailable("The event bus is unavailable");
      case NewerSchema newer ->
          Reply.Problem.of(ProblemType.INTERNAL_ERROR, String.valueOf(newer.getMessage()));
      case AlteredEntry altered ->
          Reply.Problem.of(
              ProblemType.HISTORY_ALTERED,
              "The history has been altered: entry %s cannot be read. GET /clusters/{cluster}/history/verify shows all that is wrong"
                  .formatted(altered.number().toPlainString()));
      case Unreadable unreadable ->
          Reply.Problem.of(
                  ProblemType.INTERNAL_ERROR,
                  "Operation '%s' cannot be read; the history of its cluster shows how it ended"
                      .formatted(unreadable.operationId()))
              .with("operation_id", Json.of(unreadable.operationId()));
      case AssumedRole.RoleDenied denied ->
          Reply.Problem.of(ProblemType.DENIED, String.valueOf(denied.getMessage()));
      case AwsServiceException expired when isExpiredSession(expired) ->
          Problems.unavailable("The session of the profile has expired");
      case SdkClientException _ -> Problems.unavailable("AWS cannot be reached");
      case SdkServiceException service
          when service.isThrottlingException() || service.statusCode() >= 500 ->
          Problems.unavailable("An AWS service is unavailable");
      default ->
          Reply.Problem.of(
              ProblemType.INTERNAL_ERROR,
              "An internal error occurred; see the log for request ID " + requestId);
    };
  }

  static boolean isExpiredSession(RuntimeException failure) {
    return failure instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        // What answers in front of a service gives no code.
        && String.valueOf(refused.awsErrorDetails().errorCode()).startsWith("ExpiredToken");
  }
}
