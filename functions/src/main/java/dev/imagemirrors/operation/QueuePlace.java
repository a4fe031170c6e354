package dev.imagemirrors.operation;

import dev.imagemirrors.json.Digest;

/// A place in the queue of a lane: the operation, and whose it is, in a form that is small enough
/// for a queue of any length.
///
/// @param caller a short hash of the [Principal]
public record QueuePlace(String operationId, String caller, boolean deferred) {
  private static final int HASH = 12;
  private static final String DEFERRED = "+";

  public static QueuePlace of(Operation operation) {
    var request = operation.request();
    var caller = Digest.sha256(Principal.limited(request.actor()).value()).substring(0, HASH);
    return new QueuePlace(operation.id(), caller, request.deferred());
  }

  /// The place that [#text()] writes.
  public static QueuePlace read(String text) {
    var caller = text.indexOf(' ') + 1;
    var deferred = text.endsWith(DEFERRED);
    var end = text.length() - (deferred ? DEFERRED.length() : 0);
    return new QueuePlace(text.substring(0, caller - 1), text.substring(caller, end), deferred);
  }

  public String text() {
    return operationId + " " + caller + (deferred ? DEFERRED : "");
  }
}
