package dev.imagemirrors.event;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import org.jspecify.annotations.Nullable;

/// What a write is asked with, besides the write itself: of which cluster, by whom, why, and how.
///
/// @param reason the caller's own words for the history
/// @param key the caller's idempotency key
public record WriteOptions(
    ClusterKey cluster,
    Event event,
    Target target,
    @Nullable String reason,
    boolean deferred,
    @Nullable String key) {
  public Request request(Write write) {
    return request(
        write,
        reason,
        write.kind(),
        OperationJson.fields(write, cluster, target.region(), target.profile(), deferred));
  }

  /// A request whose write is worked out from something else that was asked for.
  ///
  /// @param why what the history says of it
  /// @param kind in which a key counts
  /// @param fields what must be the same in a repeat with the same key
  public Request request(Write write, @Nullable String why, String kind, String fields) {
    return new Request(
        cluster,
        write,
        event.actor(),
        why,
        target.region(),
        target.profile(),
        deferred,
        idempotency(kind, fields));
  }

  /// An event from the bus can be delivered twice: its ID is its key, unless it gives another one.
  private @Nullable IdempotencyKey idempotency(String kind, String fields) {
    var actor = event.actor();
    var known = key == null && event.shape() == Event.Shape.BUS ? actor.event() : key;
    return known == null ? null : IdempotencyKey.of(kind, actor.account(), known, fields);
  }
}
