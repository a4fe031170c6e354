package dev.imagemirrors.runoperation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.QueueMessage;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.lane.Backlog;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;

/// Runs a waiting operation, and the operations that were accepted before it. If it must wait
/// longer, the queue delivers it again after a pause; a pause that is too long for the queue is
/// left to recovery.
public record RunOperation(Backlog backlog, Operations operations, Queue queue) {
  /// An operation to run now, before its message arrives.
  record Request(String id) {
    static Request read(Fields fields, Target target) {
      var id = CommonFields.operationId(fields);
      fields.check();
      return new Request(requireNonNull(id));
    }
  }

  /// Returns false when the message must be delivered again.
  boolean handle(QueueMessage message) {
    if (!(backlog.run(message.operationId(), message.clusterId())
        instanceof Backlog.Remaining.Waiting(_, var pause))) {
      return true;
    }
    if (pause.compareTo(Queue.MAX_PAUSE) >= 0) {
      return true;
    }
    queue.postpone(message.receiptHandle(), pause);
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
}
