package dev.imagemirrors.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import java.util.Map;
import java.util.UUID;

/// A service with AWS's JSON protocol: the X-Amz-Target header names the operation.
///
/// @param prefix the prefix of an operation, with its dot: `AWSEvents.`
/// @param operations the operations by name
public record JsonService(String prefix, String homeRegion, Map<String, Operation> operations)
    implements Endpoint {
  /// Handles a request of a caller, or throws [AwsFault].
  public interface Operation {
    JsonNode answer(JsonNode input, Caller caller);
  }

  @Override
  public boolean handles(Request request) {
    return request.header("X-Amz-Target").orElse("").startsWith(prefix);
  }

  @Override
  public Reply answer(Request request) {
    var name = request.header("X-Amz-Target").orElse("").substring(prefix.length());
    try {
      var operation = operations.get(name);
      if (operation == null) {
        throw new AwsFault(
            400, "UnknownOperationException", "The local stack does not support " + prefix + name);
      }
      return reply(200, operation.answer(input(request), Signature.caller(request, homeRegion)));
    } catch (AwsFault e) {
      return fault(e);
    }
  }

  private static JsonNode input(Request request) {
    try {
      return Json.read(
          request.body().length == 0
              ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)
              : request.body());
    } catch (JsonProcessingException e) {
      throw new AwsFault(400, "SerializationException", e.getOriginalMessage());
    }
  }

  public static Reply fault(AwsFault fault) {
    return reply(
            fault.status(),
            Json.object().put("__type", fault.code()).put("message", fault.message()))
        .with("x-amzn-ErrorType", fault.code());
  }

  private static Reply reply(int status, JsonNode body) {
    return Reply.of(status, "application/x-amz-json-1.1", Json.bytes(body))
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
