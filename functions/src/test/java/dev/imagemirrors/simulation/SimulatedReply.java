package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reply that a caller received.
///
/// @param request null for a read
/// @param names the path parameters of a read
/// @param status the HTTP status, or -1 for a direct call and for a lost reply
/// @param body null if the reply was lost
/// @param failure the exception class of a failed direct call
record SimulatedReply(
    @Nullable SimulatedRequest request,
    Map<String, String> names,
    DeployedFunction function,
    long from,
    long to,
    int status,
    Json body,
    @Nullable String failure) {
  private static final int THROTTLED = 429;

  static SimulatedReply of(
      @Nullable SimulatedRequest request,
      Map<String, String> names,
      DeployedFunction function,
      long from,
      long to,
      Lambda.Result result) {
    var status = -1;
    var body = (Json) Json.Null.NULL;
    var failure = (String) null;
    switch (result) {
      case Lambda.Result.Answered(var reply) -> {
        status = (int) reply.at("statusCode").asLong(-1);
        body = status < 0 ? reply : parse(String.valueOf(reply.at("body").asText()));
      }
      case Lambda.Result.Failed(var thrown) -> failure = thrown.getClass().getSimpleName();
      case Lambda.Result.Died _ -> {}
      case Lambda.Result.Throttled _ -> status = THROTTLED;
    }
    return new SimulatedReply(request, names, function, from, to, status, body, failure);
  }

  /// A response that does not come from OCM is forwarded as it is, and may contain anything.
  private static Json parse(String body) {
    try {
      return body.isEmpty() || body.startsWith("<") ? Json.Null.NULL : JsonReader.read(body);
    } catch (JsonFault broken) {
      throw new IllegalStateException("the reply is not JSON", broken);
    }
  }

  /// Whether the result of the request remains unknown, so that a caller retries.
  boolean isInconclusive() {
    return status >= 500 || isThrottled() || (status < 0 && body == Json.Null.NULL);
  }

  /// Whether the function was not invoked.
  boolean isThrottled() {
    return status == THROTTLED;
  }

  /// The name of the problem, if any.
  @Nullable String problem() {
    var type = body.at("type").asText();
    return type == null ? null : type.substring(type.lastIndexOf(':') + 1);
  }

  /// Whether it leaves open if the operation that it names was accepted.
  boolean isPossiblyAccepted() {
    var detail = body.at("detail").asText();
    return isInconclusive() && detail != null && detail.contains("may have been accepted");
  }

  /// The operation that it refers to, if any.
  Optional<String> operation() {
    if (function == DeployedFunction.OCM_PROXY) {
      // OCM's operation ID identifies a request.
      return Optional.empty();
    }
    var id = body.at("operation").at("id").asText();
    return Optional.ofNullable(id == null ? body.at("operation_id").asText() : id);
  }
}
