package dev.imagemirrors.operation;

import dev.imagemirrors.json.Digest;

/// Whose a place in a queue is, in a form that is small enough to be kept for every place.
///
/// @param caller a short hash of the [Principal]; empty when it is not known
public record QueueShare(String operationId, String caller, boolean deferred) {
  private static final int HASH = 12;
  private static final String DEFERRED = "+";

  public static QueueShare of(Operation operation) {
    var request = operation.request();
    var caller = Digest.sha256(Principal.limited(request.actor()).value()).substring(0, HASH);
    return new QueueShare(operation.id(), caller, request.deferred());
  }

  /// A place that was taken before shares were counted.
  public static QueueShare unknown(String operationId) {
    return new QueueShare(operationId, "", false);
  }

  /// The share that [#text()] writes.
  public static QueueShare read(String text) {
    var caller = text.indexOf(' ') + 1;
    var deferred = text.endsWith(DEFERRED);
    var end = text.length() - (deferred ? DEFERRED.length() : 0);
    return new QueueShare(text.substring(0, caller - 1), text.substring(caller, end), deferred);
  }

  public String text() {
    return operationId + " " + caller + (deferred ? DEFERRED : "");
  }
}
