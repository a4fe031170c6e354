package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// An OCM within this process that answers every call successfully.
final class PrimingOcm implements Transport {
  private static final String CLUSTER =
      """
      {"kind": "Cluster", "id": "priming", "name": "priming", "external_id": "priming",
       "state": "ready", "region": {"id": "us-east-1"}, "hypershift": {"enabled": true}}
      """;

  private static final String MIRROR =
      """
      {"kind": "ImageMirror", "id": "priming", "type": "digest",
       "source": "registry.example.com/team", "mirrors": ["mirror.corp.com/team"],
       "creation_timestamp": "2026-01-01T00:00:00Z", "last_update_timestamp": "2026-01-01T00:00:00Z"}
      """;

  private static final String TOKEN =
      """
      {"access_token": "priming", "expires_in": 900, "token_type": "Bearer"}
      """;

  @Override
  public OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout) {
    var path = request.uri().getPath();
    return switch (request.method()) {
      case "DELETE" -> answer(204, "");
      case "GET" -> answer(200, read(path));
      case "PATCH" -> answer(200, MIRROR);
      default -> path.contains("/image_mirrors") ? answer(201, MIRROR) : answer(200, TOKEN);
    };
  }

  private static String read(String path) {
    var one = path.contains("/image_mirrors") ? MIRROR : CLUSTER;
    return path.endsWith("/image_mirrors") || path.endsWith("/clusters") ? list(one) : one;
  }

  private static String list(String item) {
    return "{\"page\": 1, \"size\": 1, \"total\": 1, \"items\": [" + item + "]}";
  }

  private static OcmReply.Answered answer(int status, String body) {
    return OcmReply.Answered.read(
        status,
        body.getBytes(StandardCharsets.UTF_8),
        name -> name.equals("Content-Type") ? "application/json" : null);
  }
}
