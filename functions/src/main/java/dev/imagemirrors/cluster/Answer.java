package dev.imagemirrors.cluster;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What OCM answered to one call, by what it means rather than by its status.
public sealed interface Answer<T> {
  /// Done, with what was asked for and OCM's own ID of the request.
  record Done<T>(T value, @Nullable String operationId) implements Answer<T> {}

  /// There is no such thing.
  record Absent<T>(String reason) implements Answer<T> {}

  /// The source is mirrored on the cluster already. Not a [Conflict]: trying again changes nothing.
  record AlreadyExists<T>(String reason) implements Answer<T> {}

  /// Another write came just before; the same call passes later.
  record Conflict<T>(String reason) implements Answer<T> {}

  /// Not done, and worth another try, after `after` where OCM named a time.
  record TryLater<T>(String reason, @Nullable Duration after) implements Answer<T> {}

  /// It may have been done: no answer, or one that cannot be trusted. Only reading tells.
  record Doubtful<T>(String reason) implements Answer<T> {}

  /// OCM knows us and says no.
  record Denied<T>(String reason) implements Answer<T> {}

  /// OCM, or its token service, does not accept our credentials.
  record CredentialsRejected<T>(String reason) implements Answer<T> {}

  /// OCM will not do it, whenever it is asked.
  record Refused<T>(String reason) implements Answer<T> {}

  /// Goes on with what was done; anything else stays what it is.
  default <R> Answer<R> then(Function<Done<T>, Answer<R>> next) {
    return switch (this) {
      case Done<T> done -> next.apply(done);
      case Absent(var reason) -> new Absent<>(reason);
      case AlreadyExists(var reason) -> new AlreadyExists<>(reason);
      case Conflict(var reason) -> new Conflict<>(reason);
      case TryLater(var reason, var after) -> new TryLater<>(reason, after);
      case Doubtful(var reason) -> new Doubtful<>(reason);
      case Denied(var reason) -> new Denied<>(reason);
      case CredentialsRejected(var reason) -> new CredentialsRejected<>(reason);
      case Refused(var reason) -> new Refused<>(reason);
    };
  }
}
