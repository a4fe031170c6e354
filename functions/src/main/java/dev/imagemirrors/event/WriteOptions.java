package dev.imagemirrors.event;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.Principal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import org.jspecify.annotations.Nullable;

/// The options of a write: its cluster, caller, reason, and how to run it.
///
/// @param reason free text from the caller for the history
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

  /// A request whose write is derived from other fields.
  ///
  /// @param why the reason for the history
  /// @param kind the scope of the idempotency key
  /// @param fields the values that a repeat with the same key must have
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

  /// The bus can deliver an event twice, so its ID is the key unless the event has another one.
  private @Nullable IdempotencyKey idempotency(String kind, String fields) {
    var actor = event.actor();
    var known = key == null && event.shape() == Event.Shape.BUS ? actor.event() : key;
    return known == null
        ? null
        : IdempotencyKey.of(kind, Principal.of(actor), cluster, known, fields);
  }
}
