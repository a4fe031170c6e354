package dev.imagemirrors.reply;

import dev.imagemirrors.event.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Links in a reply, on the API that was called and with the region and profile of the request.
public record Links(String base, String query) {
  public static Links of(Event event) {
    var query =
        Stream.of("region", "profile")
            .filter(name -> event.given().containsKey(name))
            .map(name -> name + "=" + encoded(event, name))
            .collect(Collectors.joining("&"));
    return new Links(event.base(), query.isEmpty() ? "" : "?" + query);
  }

  public String operation(String id) {
    return base + "/operations/" + id + query;
  }

  private static String encoded(Event event, String name) {
    var value = event.given().get(name);
    var text = value == null ? null : value.asText();
    return URLEncoder.encode(text == null ? "" : text.strip(), StandardCharsets.UTF_8);
  }
}
