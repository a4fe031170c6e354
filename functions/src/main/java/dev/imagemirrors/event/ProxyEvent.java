package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An event of API Gateway: of a REST API (payload 1.0) or an HTTP API (payload 2.0), whose names
/// for the same things differ. Parts that are missing are null or empty.
record ProxyEvent(Json event) {
  private Json context() {
    return event.at("requestContext");
  }

  /// Whether the event has the context that API Gateway gives every request.
  boolean isComplete() {
    return context() instanceof Json.Members
        && (event.at("httpMethod").asText() != null
            || context().at("http") instanceof Json.Members);
  }

  @Nullable String requestId() {
    return first(context().at("requestId"));
  }

  @Nullable String method() {
    return first(event.at("httpMethod"), context().at("http").at("method"));
  }

  /// The path as sent, percent-encoded. A REST API leaves its stage out of it.
  @Nullable String path() {
    return first(event.at("path"), event.at("rawPath"));
  }

  /// The path with the stage.
  @Nullable String pathWithStage() {
    return first(context().at("path"), event.at("rawPath"));
  }

  Map<String, Json> pathParameters() {
    return event.at("pathParameters").members();
  }

  /// The query as sent; null for a REST API, which passes on only decoded parameters.
  @Nullable String rawQuery() {
    return event.at("rawQueryString").asText();
  }

  /// The decoded parameters of the query.
  void eachParameter(BiConsumer<String, Json> parameter) {
    if (event.at("multiValueQueryStringParameters") instanceof Json.Members many) {
      many.values()
          .forEach(
              (name, values) -> values.items().forEach(value -> parameter.accept(name, value)));
    } else {
      event.at("queryStringParameters").members().forEach(parameter);
    }
  }

  /// The headers, by their names as sent.
  Map<String, Json> headers() {
    return event.at("headers").members();
  }

  Json body() {
    return event.at("body");
  }

  boolean isBase64() {
    return event.at("isBase64Encoded").equals(Json.of(true));
  }

  /// The bytes of a body.
  ///
  /// @throws InvalidField when it is marked as Base64 and is not
  static byte[] bytes(String body, boolean isBase64) {
    try {
      return isBase64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidField("body", "is not valid Base64");
    }
  }

  /// The caller's ARN, or its ID where there is no ARN; null without authentication.
  @Nullable String caller() {
    var identity = identity();
    return first(identity.at("userArn"), authorizer().at("userArn"), identity.at("caller"));
  }

  @Nullable String account() {
    return first(identity().at("accountId"), authorizer().at("accountId"));
  }

  @Nullable String address() {
    return first(identity().at("sourceIp"), context().at("http").at("sourceIp"));
  }

  private Json identity() {
    return context().at("identity");
  }

  private Json authorizer() {
    return context().at("authorizer").at("iam");
  }

  private static @Nullable String first(Json... candidates) {
    for (var candidate : candidates) {
      var text = candidate.asText();
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }
}
