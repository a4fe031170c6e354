package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.reply.HttpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An error as OCM's clients read it. It always has a body: they read an error without one as a
/// success.
final class OcmError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Duration retryAfter;

  OcmError(int status, String reason) {
    this(status, reason, null);
  }

  OcmError(int status, String reason, @Nullable Duration retryAfter) {
    super(reason, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static OcmError later(String reason, @Nullable Duration retryAfter) {
    return new OcmError(503, reason, retryAfter == null ? Duration.ofSeconds(5) : retryAfter);
  }

  /// @param path the requested path: each service of OCM has its own error codes
  HttpReply reply(String operationId, String path, Instant now) {
    var accounts = path.startsWith("/api/accounts_mgmt/");
    var body =
        Json.object()
            .put("kind", "Error")
            .put("id", Integer.toString(status))
            .put(
                "href",
                "/api/" + (accounts ? "accounts_mgmt" : "clusters_mgmt") + "/v1/errors/" + status)
            .put("code", (accounts ? "ACCT-MGMT-" : "CLUSTERS-MGMT-") + status)
            .put("reason", getMessage())
            .put("operation_id", operationId)
            .put("timestamp", now.toString())
            .build();
    var headers = new TreeMap<>(OcmHeaders.of("application/json", operationId));
    if (retryAfter != null) {
      headers.put("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    return new HttpReply(status, headers, JsonWriter.printable(body));
  }
}
