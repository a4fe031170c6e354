package dev.imagemirrors.canceloperation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.lane.Cancellation;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.OperationShown;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;

/// Cancels a waiting operation. One that is running, or may have reached the cluster, cannot be
/// cancelled.
public record CancelOperation(Cancellation cancellation) {
  record Request(String id, Actor actor) {
    static Request read(Fields fields, Target target) {
      var id = CommonFields.operationId(fields);
      fields.check();
      return new Request(requireNonNull(id), fields.event().actor());
    }
  }

  Reply cancel(Request request) {
    return switch (cancellation.cancel(request.id(), request.actor())) {
      case Cancellation.Result.Cancelled(var status) -> OperationReply.of(status);
      case Cancellation.Result.NotFound _ -> Problems.operationNotFound(request.id());
      case Cancellation.Result.TooLate(var status) ->
          Reply.Problem.of(
                  ProblemType.OPERATION_NOT_WAITING,
                  "Operation '%s' is %s or may have reached the cluster, so it cannot be cancelled"
                      .formatted(status.id(), status.state().label()))
              .with("operation", OperationShown.json(status));
    };
  }
}
