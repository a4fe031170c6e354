package dev.imagemirrors.local.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A complete HTTP request; path and query are still percent-encoded.
// Never compared, so record equality of the array does not matter.
@SuppressWarnings("ArrayRecordComponent")
public record Request(
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    byte[] body,
    String sourceIp) {

  public Request {
    var named = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    named.putAll(headers);
    headers = named;
  }

  /// The first value of a header; the name is case-insensitive.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
