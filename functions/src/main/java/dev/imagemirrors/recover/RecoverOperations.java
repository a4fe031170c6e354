package dev.imagemirrors.recover;

import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Recovery;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.reply.OperationShown;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Map;

/// Finds operations that nobody is running, and queues them again or gives them up. What ends here
/// without a cluster has no history, and so is announced here.
public record RecoverOperations(Recovery recovery, Announcements announcements) {
  static Target read(Fields fields, Target target) {
    fields.check();
    return target;
  }

  Reply recover() {
    var recovered = recovery.recover(this::announce);
    var line =
        "%d operations were queued again, %d were given up, %d ended without a cluster"
            .formatted(recovered.queued(), recovered.givenUp(), recovered.lost().size());
    var body =
        Json.object()
            .put("messages", Json.texts(List.of(line)))
            .put("queued", recovered.queued())
            .put("given_up", recovered.givenUp())
            .build();
    return new Reply.Success(200, body, body, List.of(line), null, null, Map.of());
  }

  private void announce(Status status) {
    announcements.announce(
        Announcements.FAILED,
        Json.object()
            .put("operation_id", status.id())
            .put("cluster", status.operation().clusterKey().value())
            .put("operation", OperationShown.json(status))
            .build());
  }
}
