package dev.imagemirrors.ocm;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to OCM or its token service. Never printed: its headers contain tokens.
///
/// @param repeatable whether the HTTP client may resend it by itself; only then is the body of a
///   401 read
record OcmRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    @Nullable String body,
    boolean repeatable) {
  OcmRequest {
    headers = Map.copyOf(headers);
  }

  static OcmRequest of(String method, URI uri) {
    return new OcmRequest(
        method,
        uri,
        Map.of("Accept", "application/json", "User-Agent", "image-mirrors"),
        null,
        method.equals("GET"));
  }

  OcmRequest with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new OcmRequest(method, uri, more, body, repeatable);
  }

  OcmRequest with(String contentType, String content, boolean mayBeRepeated) {
    var typed = with("Content-Type", contentType);
    return new OcmRequest(method, uri, typed.headers, content, mayBeRepeated);
  }

  @Override
  public String toString() {
    return method;
  }
}
