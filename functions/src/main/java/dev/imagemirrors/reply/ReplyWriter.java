package dev.imagemirrors.reply;

import dev.imagemirrors.document.YamlWriter;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Writes a reply in the shape that fits the event.
public final class ReplyWriter {
  /// The header with the time of a reply from the records.
  static final String AS_OF = "Image-Mirrors-As-Of";

  private static final String TEXT_TYPE = "text/plain; charset=utf-8";

  private ReplyWriter() {}

  /// The function's response. A problem of a direct invocation is thrown as its [DirectFailure].
  public static Json write(Event.Shape shape, Output output, Reply reply) {
    return switch (reply) {
      case Reply.Success success when shape == Event.Shape.API -> api(output, success);
      case Reply.Success success -> direct(output, success);
      case Reply.Problem problem when shape == Event.Shape.API -> api(output, problem);
      case Reply.Problem problem when shape == Event.Shape.BUS && !problem.type().isTransient() ->
          problem(problem);
      case Reply.Problem problem -> throw problem.failure();
    };
  }

  /// A problem as a JSON document.
  public static Json.Members problem(Reply.Problem problem) {
    var document =
        Json.object()
            .put("type", problem.type().urn())
            .put("title", problem.type().title())
            .put("status", problem.type().status())
            .put("detail", problem.detail());
    if (!problem.errors().isEmpty()) {
      document.put(
          "errors",
          new Json.Items(
              problem.errors().stream()
                  .<Json>map(fault ->
                      Json.object()
                          .put("field", fault.field())
                          .put("reason", fault.reason())
                          .build())
                  .toList()));
    }
    new TreeMap<>(problem.more()).forEach(document::put);
    return document.build();
  }

  private static Json api(Output output, Reply.Success success) {
    return switch (output) {
      case REPLY -> api(success, "application/json", JsonWriter.printable(success.body()));
      case JSON -> api(success, "application/json", JsonWriter.printable(success.bare()));
      case YAML -> api(success, "application/yaml", yaml(success, success.bare()));
      case IDMS -> api(success, "application/yaml", yaml(success, document(success)));
      case TABLE, WIDE, TEXT -> api(success, TEXT_TYPE, text(output, success));
    };
  }

  /// A reply from the records says so in a header too, because a bare list has no place for it.
  private static Json api(Reply.Success success, String contentType, String body) {
    var headers = new TreeMap<>(success.headers());
    var asOf = success.body().at("as_of").asText();
    if (asOf != null) {
      headers.put(AS_OF, asOf);
    }
    return api(success.status(), contentType, headers, body);
  }

  private static Json api(Output output, Reply.Problem problem) {
    var headers = new TreeMap<String, String>();
    if (problem.retryAfter() != null) {
      headers.put("Retry-After", Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
    }
    if (problem.location() != null) {
      headers.put("Location", problem.location());
    }
    var status = problem.type().status();
    return switch (output) {
      case TEXT -> api(status, TEXT_TYPE, headers, text(problem));
      case REPLY, JSON, YAML, TABLE, WIDE, IDMS ->
          api(status, "application/problem+json", headers, JsonWriter.printable(problem(problem)));
    };
  }

  /// A problem for a person: one line for each error or message, or the detail.
  private static String text(Reply.Problem problem) {
    var lines = new ArrayList<String>();
    problem.errors().forEach(error -> lines.add(error.getMessage()));
    problem
        .more()
        .getOrDefault("messages", Json.Null.NULL)
        .items()
        .forEach(message -> lines.add(String.valueOf(message.asText())));
    if (lines.isEmpty()) {
      lines.add(problem.detail());
    }
    var operation = problem.more().getOrDefault("operation_id", Json.Null.NULL).asText();
    if (operation != null && problem.type().isTransient()) {
      lines.add("Operation: " + operation);
    }
    return appended(new StringBuilder(), "E: ", lines);
  }

  private static Json api(int status, String contentType, Map<String, String> more, String body) {
    var headers = Json.object().put("Content-Type", contentType).put("Cache-Control", "no-store");
    more.forEach(headers::put);
    return Json.object()
        .put("statusCode", status)
        .put("headers", headers.build())
        .put("body", body.endsWith("\n") ? body : body + "\n")
        .put("isBase64Encoded", Json.of(false))
        .build();
  }

  private static Json direct(Output output, Reply.Success success) {
    return switch (output) {
      case REPLY -> success.body();
      case JSON -> success.bare();
      case YAML -> withText(success, yaml(success, success.bare()));
      case IDMS -> withText(success, yaml(success, document(success)));
      case TABLE, WIDE, TEXT -> withText(success, text(output, success));
    };
  }

  private static Json document(Reply.Success success) {
    return Objects.requireNonNull(success.document(), "only a list has a document");
  }

  private static Json withText(Reply.Success success, String text) {
    var members = Json.object();
    success.body().values().forEach(members::put);
    return members.put("output", text).build();
  }

  /// Warnings come first in every text output.
  private static String text(Output output, Reply.Success success) {
    var text = new StringBuilder();
    for (var warning : success.body().at("warnings").items()) {
      text.append("W: ").append(Text.printable(String.valueOf(warning.asText()))).append('\n');
    }
    var table = output == Output.WIDE ? success.wide() : success.table();
    if (table != null && !table.rows().isEmpty() && printsTable(output, success)) {
      text.append(table.text());
      return appended(text, "I: ", table.notes());
    }
    return appended(text, "I: ", success.lines());
  }

  private static String appended(StringBuilder text, String prefix, List<String> lines) {
    lines.forEach(line -> text.append(prefix).append(Text.printable(line)).append('\n'));
    return text.toString();
  }

  private static boolean printsTable(Output output, Reply.Success success) {
    return output != Output.TEXT || success.lines().isEmpty();
  }

  /// A reply from the records begins with a comment that says so.
  private static String yaml(Reply.Success success, Json value) {
    var yaml = YamlWriter.write(value.sorted());
    return success.body().at("from_records").equals(Json.of(true))
        ? "# " + Text.printable(staleness(success)) + "\n" + yaml
        : yaml;
  }

  private static String staleness(Reply.Success success) {
    return String.valueOf(success.body().at("warnings").items().getFirst().asText());
  }
}
