package dev.imagemirrors.local.ocm;

import java.time.Instant;

/// The body of every error, in the format that the clients of the service parse.
final class OcmError {
  private OcmError() {}

  static Answer.Reply reply(Call call, int status, String reason, Instant now) {
    boolean accounts = call.path().startsWith("/api/accounts_mgmt/");
    var body =
        Json.object()
            .put("kind", "Error")
            .put("id", Integer.toString(status))
            .put(
                "href",
                "/api/" + (accounts ? "accounts_mgmt" : "clusters_mgmt") + "/v1/errors/" + status)
            .put("code", (accounts ? "ACCT-MGMT-" : "CLUSTERS-MGMT-") + status)
            .put("reason", reason)
            .put("operation_id", call.operationId())
            .put("timestamp", Timestamps.text(now));
    return Answer.Reply.json(status, body);
  }
}
