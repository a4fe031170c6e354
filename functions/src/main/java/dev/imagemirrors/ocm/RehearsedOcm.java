package dev.imagemirrors.ocm;

import dev.imagemirrors.operation.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// An OCM that gives one good answer to each call, and is never called over a network.
final class RehearsedOcm implements Transport {
  private static final String CLUSTER =
      """
      {"kind": "Cluster", "id": "rehearsal", "name": "rehearsal", "external_id": "rehearsal",
       "state": "ready", "region": {"id": "us-east-1"}, "hypershift": {"enabled": true}}
      """;

  private static final String MIRROR =
      """
      {"kind": "ImageMirror", "id": "rehearsal", "type": "digest",
       "source": "registry.example.com/team", "mirrors": ["mirror.corp.com/team"],
       "creation_timestamp": "2026-01-01T00:00:00Z", "last_update_timestamp": "2026-01-01T00:00:00Z"}
      """;

  private static final String TOKEN =
      """
      {"access_token": "rehearsal", "expires_in": 900, "token_type": "Bearer"}
      """;

  @Override
  public OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration patience) {
    var path = request.uri().getPath();
    var mirrors = path.indexOf("/image_mirrors");
    if (path.indexOf("/clusters_mgmt/") < 0) {
      return answer(200, TOKEN);
    }
    return switch (request.method()) {
      case "POST" -> answer(201, MIRROR);
      case "DELETE" -> answer(204, "");
      case "PATCH" -> answer(200, MIRROR);
      default ->
          mirrors >= 0
              ? path.endsWith("/image_mirrors") ? answer(200, list(MIRROR)) : answer(200, MIRROR)
              : path.endsWith("/clusters") ? answer(200, list(CLUSTER)) : answer(200, CLUSTER);
    };
  }

  private static String list(String item) {
    return "{\"page\": 1, \"size\": 1, \"total\": 1, \"items\": [" + item + "]}";
  }

  private static OcmReply.Answered answer(int status, String body) {
    return OcmReply.Answered.read(status, body.getBytes(StandardCharsets.UTF_8), null, null);
  }
}
