package dev.imagemirrors.runoperation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.lane.Backlog;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.Objects;

/// Runs an operation that waits, with what was accepted before it. One that must wait on comes
/// again: from the queue after a pause, or, where that would be too long for it, from recovery.
public record RunOperation(Backlog backlog, Operations operations, Queue queue) {
  /// An operation to run now, rather than when its message comes.
  record Request(String id) {
    static Request read(Fields fields, Target target) {
      var id = CommonFields.operationId(fields);
      fields.check();
      return new Request(requireNonNull(id));
    }
  }

  /// Handles a message; false when it must come again.
  boolean handle(Json message) {
    var body = body(message);
    var id = Objects.requireNonNullElse(body.at("operation_id").asText(), "");
    var cluster = Objects.requireNonNullElse(body.at("cluster_id").asText(), "");
    if (!(backlog.run(id, cluster) instanceof Backlog.Left.Waiting(_, var pause))) {
      return true;
    }
    if (pause.compareTo(Queue.MAX_PAUSE) >= 0) {
      return true;
    }
    queue.postpone(Objects.requireNonNullElse(message.at("receiptHandle").asText(), ""), pause);
    return false;
  }

  Reply run(Request request) {
    var found = operations.find(request.id());
    if (found.isEmpty()) {
      return Problems.operationNotFound(request.id());
    }
    var _ = backlog.run(request.id(), found.get().operation().clusterId());
    return OperationReply.of(operations.find(request.id()).orElse(found.get()));
  }

  private static Json body(Json message) {
    try {
      return Json.parse(Objects.requireNonNullElse(message.at("body").asText(), ""));
    } catch (JsonFault broken) {
      throw new IllegalStateException("a message that is no operation: " + broken.reason(), broken);
    }
  }
}
