package dev.imagemirrors.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// A reply as readable text: status, headers, and an indented body. Mirrors are sorted by source,
/// because their order in a reply is that of their random IDs.
final class ReplyText {
  private static final ObjectWriter PRETTY =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  /// Headers that belong to the connection or to a single request.
  private static final Set<String> IGNORED =
      Set.of(
          ":status",
          "connection",
          "content-length",
          "date",
          "transfer-encoding",
          "x-amzn-requestid",
          "x-amzn-trace-id");

  private static final Pattern MIRROR_ROW = Pattern.compile("^[0-9a-f-]{36} ");

  private static final Comparator<JsonNode> BY_SOURCE =
      Comparator.comparing(mirror -> mirror.path("source").asText());

  private ReplyText() {}

  static String of(StackFixture.Reply reply) {
    var text = new StringBuilder().append(reply.status()).append('\n');
    reply
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!IGNORED.contains(name)) {
            values.forEach(value -> text.append(name).append(": ").append(value).append('\n'));
          }
        });
    return text.append('\n').append(body(reply.text())).toString();
  }

  private static String body(String text) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return sorted(text);
    }
    var json = StackFixture.read(text);
    if (json instanceof ObjectNode object && object.path("output").isTextual()) {
      var output = object.path("output").asText();
      return pretty(object.put("output", "(below)")) + "\n\n" + sorted(output);
    }
    return pretty(json);
  }

  static String pretty(JsonNode json) {
    try {
      return PRETTY.writeValueAsString(sorted(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode sorted(JsonNode json) {
    json.forEach(ReplyText::sorted);
    if (json instanceof ArrayNode array && array.path(0).has("source")) {
      var elements = StreamSupport.stream(array.spliterator(), false).sorted(BY_SOURCE).toList();
      array.removeAll().addAll(elements);
    }
    return json;
  }

  /// A table with its rows in the order of what follows their IDs.
  private static String sorted(String text) {
    var lines = new ArrayList<>(text.lines().toList());
    var rows =
        lines.stream()
            .filter(line -> MIRROR_ROW.matcher(line).find())
            .sorted(Comparator.comparing(line -> line.substring(36)))
            .toList();
    if (rows.isEmpty()) {
      return text;
    }
    var first = lines.indexOf(rows.getFirst());
    for (var row : rows) {
      first = Math.min(first, lines.indexOf(row));
    }
    lines.removeAll(rows);
    lines.addAll(first, rows);
    return String.join("\n", lines) + "\n";
  }
}
