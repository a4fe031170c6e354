package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.json.Json;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Maps each answer of OCM to its meaning, for each call.
///
/// | answer | a read | create | edit | delete |
/// |---|---|---|---|---|
/// | the expected status and body | done | done | done | done |
/// | 2xx with another body, or none | try later | doubtful | doubtful | doubtful |
/// | 400 `already exists` | refused | already exists | refused | refused |
/// | 401, after a new token | credentials rejected | | | |
/// | 403 | denied | denied | denied | denied |
/// | 404 | absent | absent | absent | absent |
/// | 409 | try later | conflict | conflict | conflict |
/// | 429 | try later | try later | try later | try later |
/// | any other 4xx | refused | refused | refused | refused |
/// | 5xx, 3xx, no answer | try later | doubtful | doubtful | doubtful |
/// | not sent | try later | try later | try later | try later |
/// | withheld in an outage | no service | no service | no service | no service |
final class OcmAnswers {
  private OcmAnswers() {}

  /// The status is checked before the body: OCM's own clients read an error with an empty body as a
  /// success. `expected` converts the body, or returns null when it is not the expected one.
  static <T> Answer<T> of(OcmCall call, OcmReply reply, Function<Json, @Nullable T> expected) {
    return switch (reply) {
      case OcmReply.NotSent(var reason, var after) -> new Answer.TryLater<>(reason, after);
      case OcmReply.Withheld() -> new Answer.NoService<>(OcmReply.Withheld.REASON);
      case OcmReply.Unauthenticated(var reason) -> new Answer.CredentialsRejected<>(reason);
      case OcmReply.Lost(var reason) -> doubt(call, reason);
      case OcmReply.Answered answered -> of(call, answered, expected);
    };
  }

  private static <T> Answer<T> of(
      OcmCall call, OcmReply.Answered answered, Function<Json, @Nullable T> expected) {
    var reason = answered.reason();
    return switch (Integer.valueOf(answered.status())) {
      case Integer status when status >= 200 && status < 300 -> success(call, answered, expected);
      case Integer status
          when status == 400 && call == OcmCall.CREATE_MIRROR && isAlreadyExists(reason) ->
          new Answer.AlreadyExists<>(reason);
      case 401 -> new Answer.CredentialsRejected<>(reason);
      case 403 -> new Answer.Denied<>(reason);
      case 404 -> new Answer.Absent<>(reason);
      case 409 ->
          call.writes() ? new Answer.Conflict<>(reason) : new Answer.TryLater<>(reason, null);
      case 429 -> new Answer.TryLater<>(reason, answered.retryAfter());
      case Integer status when status >= 400 && status < 500 -> new Answer.Refused<>(reason);
      case Integer _ ->
          call.writes()
              ? new Answer.Doubtful<>(reason)
              : new Answer.TryLater<>(reason, answered.retryAfter());
    };
  }

  private static <T> Answer<T> success(
      OcmCall call, OcmReply.Answered answered, Function<Json, @Nullable T> expected) {
    if (answered.status() != expectedStatus(call)) {
      return doubt(call, "OCM answered with unexpected status " + answered.status());
    }
    var body = answered.body();
    var value = expected.apply(body == null ? Json.Null.NULL : body);
    return value == null
        ? doubt(call, "OCM answered with status " + answered.status() + " and an unexpected body")
        : new Answer.Done<>(value, answered.operationId());
  }

  private static int expectedStatus(OcmCall call) {
    return switch (call) {
      case CREATE_MIRROR -> 201;
      case DELETE_MIRROR -> 204;
      case FIND_CLUSTER, READ_CLUSTER, LIST_MIRRORS, READ_MIRROR, EDIT_MIRROR -> 200;
    };
  }

  private static boolean isAlreadyExists(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("already exists");
  }

  private static <T> Answer<T> doubt(OcmCall call, String reason) {
    return call.writes() ? new Answer.Doubtful<>(reason) : new Answer.TryLater<>(reason, null);
  }
}
