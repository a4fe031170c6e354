package dev.imagemirrors.cluster;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The meaning of the answer of OCM to one call.
public sealed interface Answer<T> {
  /// Done, with the requested value and OCM's ID of the request.
  record Done<T>(T value, @Nullable String operationId) implements Answer<T> {}

  /// Not found.
  record Absent<T>(String reason) implements Answer<T> {}

  /// The source is mirrored on the cluster already. Not a [Conflict]: trying again changes nothing.
  record AlreadyExists<T>(String reason) implements Answer<T> {}

  /// Another write came just before; the same call succeeds later.
  record Conflict<T>(String reason) implements Answer<T> {}

  /// Not done, and worth another try; `after` is the wait that OCM asked for.
  record TryLater<T>(String reason, @Nullable Duration after) implements Answer<T> {}

  /// Not sent, because OCM answers nothing at present: another invocation tries again.
  record NoService<T>(String reason) implements Answer<T> {}

  /// Perhaps done: there was no answer, or an unexpected one. Read the cluster to find out.
  record Doubtful<T>(String reason) implements Answer<T> {}

  /// OCM accepts the credentials and denies the call.
  record Denied<T>(String reason) implements Answer<T> {}

  /// OCM or its token service does not accept the credentials.
  record CredentialsRejected<T>(String reason) implements Answer<T> {}

  /// Refused by OCM; another try gives the same result.
  record Refused<T>(String reason) implements Answer<T> {}

  /// Applies `next` to what was done; every other answer stays as it is.
  default <R> Answer<R> then(Function<Done<T>, Answer<R>> next) {
    return switch (this) {
      case Done<T> done -> next.apply(done);
      case Absent(var reason) -> new Absent<>(reason);
      case AlreadyExists(var reason) -> new AlreadyExists<>(reason);
      case Conflict(var reason) -> new Conflict<>(reason);
      case TryLater(var reason, var after) -> new TryLater<>(reason, after);
      case NoService(var reason) -> new NoService<>(reason);
      case Doubtful(var reason) -> new Doubtful<>(reason);
      case Denied(var reason) -> new Denied<>(reason);
      case CredentialsRejected(var reason) -> new CredentialsRejected<>(reason);
      case Refused(var reason) -> new Refused<>(reason);
    };
  }
}
