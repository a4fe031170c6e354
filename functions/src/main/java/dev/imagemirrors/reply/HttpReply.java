package dev.imagemirrors.reply;

import dev.imagemirrors.json.Json;
import java.util.Map;
import java.util.TreeMap;

/// An HTTP reply of the OCM-compatible API, in the format that API Gateway expects.
public record HttpReply(int status, Map<String, String> headers, String body) {
  public HttpReply {
    headers = Map.copyOf(headers);
  }

  public Json write() {
    var written = Json.object();
    new TreeMap<>(headers).forEach(written::put);
    return Json.object()
        .put("statusCode", status)
        .put("headers", written.build())
        .put("body", body)
        .put("isBase64Encoded", Json.of(false))
        .build();
  }
}
