package dev.imagemirrors.local.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One HTTP request, read whole; path and query as they were sent, still percent-encoded.
// A carrier of bytes from one place to the next, never compared.
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

  /// The first value of a header, whatever the case of its name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
