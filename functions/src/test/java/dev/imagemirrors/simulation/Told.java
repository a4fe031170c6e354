package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a caller was told.
///
/// @param asked null where the caller only read
/// @param names what the path of the call names, where the caller only read
/// @param status the HTTP status, or -1 where there is none: the caller called directly, or nobody
///   answered
/// @param body null where nobody answered
/// @param failure the class of the exception with which a direct call failed
record Told(
    @Nullable Asked asked,
    Map<String, String> names,
    Deployed function,
    long from,
    long to,
    int status,
    Json body,
    @Nullable String failure) {
  static Told of(
      @Nullable Asked asked,
      Map<String, String> names,
      Deployed function,
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
    }
    return new Told(asked, names, function, from, to, status, body, failure);
  }

  /// What somebody else than OCM answered in its place is handed on as it is, and may be anything.
  private static Json parse(String body) {
    try {
      return body.isEmpty() || body.startsWith("<") ? Json.Null.NULL : Json.parse(body);
    } catch (JsonFault broken) {
      throw new IllegalStateException("a reply that is no JSON", broken);
    }
  }

  /// Whether it leaves open what became of the request: a sensible caller asks again.
  boolean isOpen() {
    return status >= 500 || (status < 0 && body == Json.Null.NULL);
  }

  /// The name of the problem, where there is one.
  @Nullable String problem() {
    var type = body.at("type").asText();
    return type == null ? null : type.substring(type.lastIndexOf(':') + 1);
  }

  /// The operation that it is about, where it is about one.
  Optional<String> operation() {
    if (function == Deployed.OCM_PROXY) {
      // What OCM calls an operation is a request.
      return Optional.empty();
    }
    var id = body.at("operation").at("id").asText();
    return Optional.ofNullable(id == null ? body.at("operation_id").asText() : id);
  }
}
