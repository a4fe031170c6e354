package dev.imagemirrors.local.apigateway;

import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.template.GatewayResponse;
import java.util.List;
import java.util.Optional;

/// The replies that API Gateway itself gives: for requests that reach no function, and for
/// functions that give no reply.
final class GatewayResponses {
  private final List<GatewayResponse> customized;

  GatewayResponses(List<GatewayResponse> customized) {
    this.customized = List.copyOf(customized);
  }

  /// @param type the type of API Gateway's response
  /// @param message its message, which is the whole reply where the template has no other
  Reply reply(String type, int status, String message) {
    return named(type)
        .or(() -> named(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"))
        .map(response -> customized(response, status, message))
        .orElseGet(() -> Reply.message(status, message));
  }

  private Optional<GatewayResponse> named(String type) {
    return customized.stream().filter(response -> response.type().equals(type)).findFirst();
  }

  private static Reply customized(GatewayResponse response, int status, String message) {
    var body = response.body().replace("$context.error.messageString", quoted(message));
    var reply =
        Reply.text(
            response.status().isEmpty() ? status : Integer.parseInt(response.status()),
            response.headers().getOrDefault("Content-Type", "application/json"),
            body);
    for (var header : response.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static String quoted(String message) {
    return Json.object().put("message", message).path("message").toString();
  }
}
