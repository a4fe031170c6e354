package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;

/// The reply that a fault returns in place of the real one.
sealed interface Outcome {

  /// The connection is closed without a reply.
  record Drop() implements Outcome {}

  record Say(int status, Body body, Optional<Integer> retryAfter) implements Outcome {}

  sealed interface Body {}

  record Nothing() implements Body {}

  /// An error in the service's format, with this reason or a default.
  record Explained(Optional<String> reason) implements Body {}

  record Verbatim(String text, String contentType) implements Body {}

  static Optional<Outcome> read(HookFields fields) {
    boolean reset = fields.truth("reset").orElse(false);
    boolean empty = fields.truth("empty").orElse(false);
    var status = fields.number("status", 200, 599);
    var reason = fields.string("reason");
    var body = fields.value("body");
    var contentType = fields.string("content_type");
    var retryAfter = fields.number("retry_after", 0, 86_400);

    boolean says =
        empty
            || reason.isPresent()
            || body.isPresent()
            || contentType.isPresent()
            || retryAfter.isPresent();
    refuse(reset && (status.isPresent() || says), "reset", "cannot be combined with reply fields");
    refuse(says && status.isEmpty(), "status", "is needed for a reply");
    refuse(body.isPresent() && (empty || reason.isPresent()), "body", "excludes empty and reason");
    refuse(empty && reason.isPresent(), "reason", "excludes empty");
    refuse(contentType.isPresent() && body.isEmpty(), "content_type", "needs a body");

    if (reset) {
      return Optional.of(new Drop());
    }
    Body said =
        body.<Body>map(value -> new Verbatim(text(value), contentType.orElse(Answer.Reply.JSON)))
            .orElseGet(() -> empty ? new Nothing() : new Explained(reason));
    return status.map(number -> new Say(number, said, retryAfter));
  }

  static Answer answer(Outcome outcome, Call call, Instant now) {
    return switch (outcome) {
      case Drop() -> new Answer.Reset();
      case Say(int status, Body body, Optional<Integer> retryAfter) -> {
        var reply = reply(status, body, call, now);
        var headers = new HashMap<>(reply.headers());
        retryAfter.ifPresent(seconds -> headers.put("Retry-After", seconds.toString()));
        yield new Answer.Reply(reply.status(), reply.contentType(), reply.body(), headers);
      }
    };
  }

  private static Answer.Reply reply(int status, Body body, Call call, Instant now) {
    return switch (body) {
      case Nothing() -> Answer.Reply.of(status, Answer.Reply.JSON, "");
      case Verbatim(String text, String contentType) -> Answer.Reply.of(status, contentType, text);
      case Explained(Optional<String> reason) when call.isForToken() ->
          TokenEndpoint.refusal(status, reason.orElse("The token service has a fault"));
      case Explained(Optional<String> reason) ->
          OcmError.reply(call, status, reason.orElseGet(() -> usualReason(status, call)), now);
    };
  }

  private static String usualReason(int status, Call call) {
    return switch (status) {
      case 401 -> Tokens.NO_TOKEN;
      case 403 -> "Account is not allowed to perform this action";
      case 404 -> "The requested resource doesn't exist";
      case 409 -> Cluster.conflict(Routes.clusterIn(call).orElse("manifestwork"));
      case 429 -> "Too many requests, please try again later";
      case 503 -> "The service is not available at the moment, please try again later";
      default -> "An unexpected error happened, please check the log of the service for details";
    };
  }

  private static void refuse(boolean wrong, String field, String reason) {
    if (wrong) {
      throw HookFields.refusal(field, reason);
    }
  }

  private static String text(JsonNode body) {
    return body.isTextual() ? body.textValue() : body.toString();
  }
}
