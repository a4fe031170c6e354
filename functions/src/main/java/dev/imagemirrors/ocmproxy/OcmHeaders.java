package dev.imagemirrors.ocmproxy;

import java.util.Map;

/// The headers of every reply in OCM's API.
final class OcmHeaders {
  private OcmHeaders() {}

  static Map<String, String> of(String contentType, String operationId) {
    return Map.of(
        "Content-Type", contentType, "Cache-Control", "no-store", "X-Operation-ID", operationId);
  }
}
