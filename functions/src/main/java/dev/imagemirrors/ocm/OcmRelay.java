package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.Relay;
import java.util.Map;

/// Forwards requests of OCM's own clients.
final class OcmRelay implements Relay {
  private final OcmHttp http;

  OcmRelay(OcmHttp http) {
    this.http = http;
  }

  @Override
  public Relayed get(String path, String query, Map<String, String> headers) {
    return relayed(http.get(path + (query.isEmpty() ? "" : "?" + query), headers));
  }

  @Override
  public Relayed post(String path, String body, Map<String, String> headers) {
    return relayed(http.post(path, body, headers));
  }

  /// A redirect is neither followed nor forwarded: the token must not go to another host.
  private static Relayed relayed(OcmReply reply) {
    return switch (reply) {
      case OcmReply.Answered answered when answered.status() >= 300 && answered.status() < 400 ->
          new Relayed.Failed("OCM answered with a redirect, which is not followed");
      case OcmReply.Answered answered -> relayed(answered);
      case OcmReply.Lost(var reason) -> new Relayed.Failed(reason);
      case OcmReply.NotSent(var reason, _) -> new Relayed.Failed(reason);
      case OcmReply.Withheld() -> new Relayed.Failed(OcmReply.Withheld.REASON);
      case OcmReply.Unauthenticated(var reason) -> new Relayed.Failed(reason);
    };
  }

  private static Relayed relayed(OcmReply.Answered answered) {
    var wait = answered.retryAfter();
    return new Relayed.Answered(
        answered.status(),
        answered.raw().bytes(),
        answered.raw().contentType(),
        answered.operationId(),
        wait == null ? null : wait.toSeconds(),
        answered.raw().notices());
  }
}
