package dev.imagemirrors.recover;

import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Recovery;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.reply.OperationShown;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.text.Text;
import java.util.List;
import java.util.Map;

/// Recovers operations that no invocation is running: queues them again or gives them up. An
/// operation that ends without a cluster has no history, so it is announced here.
public record RecoverOperations(Recovery recovery, Announcements announcements) {
  /// The part to recover. The schedules invoke the function once for each part.
  static Recovery.Part read(Fields fields, Target target) {
    var parts = (int) fields.number("parts", 1, 1, Operations.SHARDS);
    var part = (int) fields.number("part", 1, 1, parts);
    fields.check();
    return new Recovery.Part(part, parts);
  }

  Reply recover(Recovery.Part part) {
    var recovered = recovery.recover(part, this::announce);
    var message =
        "%s queued again, %d given up, %d ended without a cluster"
            .formatted(
                Text.counted(recovered.queued(), "operation"),
                recovered.givenUp(),
                recovered.withoutCluster().size());
    var body =
        Json.object()
            .put("messages", Json.strings(List.of(message)))
            .put("queued", recovered.queued())
            .put("given_up", recovered.givenUp())
            .build();
    return new Reply.Success(200, body, body, List.of(message), null, null, Map.of());
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
