package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Relay.Relayed;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.reply.HttpReply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// Replies in the format of OCM.
final class OcmReplies {
  /// Below Lambda's limit of 6 MB, with room for the headers.
  private static final int LARGEST = 6_200_000;

  private OcmReplies() {}

  static HttpReply mirror(int status, String cluster, ImageMirror mirror, String operationId) {
    var ours = MirrorJson.write(mirror).build();
    var shown = Json.object();
    ours.values()
        .forEach((name, value) -> {
          shown.put(name, value);
          if (name.equals("id")) {
            shown.put("href", href(cluster, mirror.id()));
          }
        });
    return new HttpReply(
        status, OcmHeaders.of("application/json", operationId), JsonWriter.write(shown.build()));
  }

  private static String href(String cluster, String mirror) {
    return "/api/clusters_mgmt/v1/clusters/" + cluster + "/image_mirrors/" + mirror;
  }

  /// A deletion has no body, and so no content type.
  static HttpReply deleted(String operationId) {
    var headers = new TreeMap<>(OcmHeaders.of("none", operationId));
    headers.remove("Content-Type");
    return new HttpReply(204, headers, "");
  }

  /// The answer of OCM, unchanged.
  static HttpReply relayed(Relayed.Answered answered, String operationId) {
    var id = answered.operationId() == null ? operationId : answered.operationId();
    if (answered.body().length > LARGEST) {
      throw tooLarge(answered.body().length);
    }
    var body = text(answered.body());
    // It is a JSON string in the response of the function, which is longer.
    if (JsonWriter.printable(Json.of(body)).getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw tooLarge(answered.body().length);
    }
    if (body.isBlank() && answered.status() >= 400) {
      throw new OcmError(
          answered.status(), "OCM answered with status " + answered.status() + " and no message");
    }
    if (body.isBlank() && answered.status() != 204) {
      throw OcmError.later("OCM answered without a body", null);
    }
    var type = answered.contentType();
    var headers = new TreeMap<>(OcmHeaders.of(type == null ? "application/json" : type, id));
    headers.putAll(answered.notices());
    var wait = answered.retryAfterSeconds();
    if (wait != null) {
      headers.put("Retry-After", Long.toString(wait));
    }
    return new HttpReply(answered.status(), headers, body);
  }

  private static OcmError tooLarge(int size) {
    return new OcmError(
        502,
        "The response of OCM has %d bytes, which is too large to forward: request a smaller page"
            .formatted(size));
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      throw new OcmError(502, "The response of OCM is not text and cannot be forwarded");
    }
  }
}
