package dev.imagemirrors.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.stack.StackOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// A text file of requests with their recorded replies, run on a stack of its own. [#play] returns
/// the same blocks with the current replies.
///
/// ```
/// @ Name=value                 a parameter of the template
/// ### Comment
/// >>> given clusters/team {}   a hook of the simulator, `given no faults`, or `given dynamodb PutItem`
/// >>> POST /clusters/team/image-mirrors?output=text
/// Idempotency-Key: a           headers, then the body
/// {"source": "quay.io/team", "mirrors": "mirror.corp.com/team"}
///
/// <<< 201                      the reply
/// ```
///
/// Other requests:
///
/// - `invoke FUNCTION` and a payload: a direct invocation
/// - `put DETAIL-TYPE` and a detail: an event on the bus; the reply is the event that announces its
///   result. With `unanswered` at the end it waits for none
/// - `announced COUNT`: all announcements so far
/// - `stored TABLE`: the names and types of the attributes in a table
///
/// `until TEXT` after a path repeats the request until the reply contains that text. In a request,
/// `<uuid-1>` stands for the first UUID in the replies (see [Placeholders]), and `{/a/0/b}` for the
/// value at that pointer in the last JSON reply.
final class RecordedScene {
  private static final Pattern BLOCK = Pattern.compile("(?m)^(?=>>> |### |@ )");
  private static final Pattern POINTER = Pattern.compile("\\{(/[^}\\s]*)}");
  private static final Pattern HEADER = Pattern.compile("([A-Z][A-Za-z-]+): (.*)");

  /// The unsigned token of `events/ocmproxy`, which the simulator accepts.
  private static final String TOKEN =
      "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJ0eXAiOiJCZWFyZXIiLCJwcmVmZXJyZWRfdXNlcm5hbWUiOiJwYXQiLCJleHAiOjQxMDI0NDQ4MDB9.dW5zaWduZWQ";

  private final StackFixture stack;
  private final Placeholders placeholders = new Placeholders();
  private JsonNode last = Json.object();

  private RecordedScene(StackFixture stack) {
    this.stack = stack;
  }

  /// The parameters, comments and requests of a scene, each request with its reply.
  static List<String> blocks(String scene) {
    return BLOCK.splitAsStream(scene).toList();
  }

  static List<String> play(List<String> blocks) {
    try (var stack = start(blocks)) {
      List.of("WatchClustersFunction", "RecoverOperationsFunction")
          .forEach(function ->
              stack.api("POST", "/_local/schedules/" + function, "{\"every_ms\": 86400000}"));
      stack.ocm("conflict", "{\"ms\": 0}");
      var scene = new RecordedScene(stack);
      return blocks.stream().map(scene::block).toList();
    }
  }

  private static StackFixture start(List<String> blocks) {
    return StackFixture.start(options -> {
      var all = options;
      for (var block : blocks) {
        if (block.startsWith("@ ")) {
          var parameter = block.substring(2).strip().split("=", 2);
          all = parameter(all, parameter[0], parameter[1]);
        }
      }
      return all;
    });
  }

  private static StackOptions parameter(StackOptions options, String name, String value) {
    var more = options.withParameter(name, value);
    return name.equals("AllowedRegions") ? more.withRegions(List.of(value.split(",", -1))) : more;
  }

  private String block(String block) {
    if (!block.startsWith(">>> ")) {
      return block;
    }
    var request = block.split("(?m)^<<< ", 2)[0].strip();
    try {
      return exchange(request);
    } catch (AssertionError e) {
      throw new AssertionError(request, e);
    }
  }

  private String exchange(String request) {
    var lines = resolved(request.substring(4)).lines().toList();
    var words = lines.getFirst().split(" ", 2);
    var body = String.join("\n", lines.subList(1, lines.size()));
    var reply =
        switch (words[0]) {
          case "given" -> given(words[1], body);
          case "invoke" -> invoke(words[1], body);
          case "put" -> put(words[1], body);
          case "announced" -> announced(Integer.parseInt(words[1]));
          case "stored" -> stored(words[1]);
          default -> call(words[0], words[1], lines.subList(1, lines.size()));
        };
    var came = reply.isEmpty() ? "" : "\n<<< " + readable(request, reply).strip() + "\n";
    return request + "\n" + came + "\n";
  }

  private String readable(String request, String reply) {
    var hidden = placeholders.hide(reply);
    // Columns are as wide as their times, and times have no trailing zeros.
    var aligned = request.contains("table") || request.contains("wide");
    return (aligned ? hidden.replaceAll("(?<=\\S) {2,}", "  ") : hidden).replaceAll("(?m) +$", "");
  }

  private String resolved(String request) {
    return POINTER
        .matcher(placeholders.reveal(request).replace("Bearer TOKEN", "Bearer " + TOKEN))
        .replaceAll(found -> Matcher.quoteReplacement(last.at(found.group(1)).asText()));
  }

  private String given(String what, String body) {
    if (what.equals("no faults")) {
      stack.forgetFaults();
    } else if (what.startsWith("dynamodb ")) {
      var reply =
          stack.aws("dynamodb", what.replace("dynamodb ", "DynamoDB_20120810."), object(body));
      if (reply.has("__type")) {
        throw new AssertionError(what + ": " + reply);
      }
    } else {
      var hook = what.split(" ", 2);
      stack.ocm(hook[0], hook[1]);
    }
    return "";
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) StackFixture.read(json);
  }

  private String call(String method, String target, List<String> lines) {
    var headers = new ArrayList<String>();
    var body = new ArrayList<String>();
    for (var line : lines) {
      var header = HEADER.matcher(line);
      if (body.isEmpty() && header.matches()) {
        headers.add(header.group(1));
        headers.add(header.group(2));
      } else {
        body.add(line);
      }
    }
    var until = target.split(" until ", 2);
    var reply =
        StackFixture.await(
            target,
            () ->
                Optional.of(
                        stack.api(
                            method,
                            until[0],
                            String.join("\n", body),
                            headers.toArray(String[]::new)))
                    .filter(came -> until.length == 1 || came.text().contains(until[1])));
    return reply(reply);
  }

  private String invoke(String function, String payload) {
    return reply(stack.invoke(function, payload));
  }

  private String reply(StackFixture.Reply reply) {
    var text = reply.text();
    if (text.startsWith("{") || text.startsWith("[")) {
      last = StackFixture.read(text);
    }
    return ReplyText.of(reply);
  }

  private String put(String what, String detail) {
    var type = what.replace(" unanswered", "");
    var id = stack.put(type, detail);
    if (!what.equals(type)) {
      return "";
    }
    var event =
        StackFixture.await(
            "the announcement of " + what,
            () ->
                StreamSupport.stream(stack.events().spliterator(), false)
                    .filter(each -> each.at("/detail/event_id").asText().equals(id))
                    .findFirst());
    return "announced\n\n" + ReplyText.pretty(event);
  }

  private String announced(int count) {
    var events =
        StackFixture.await(
            count + " announcements",
            () ->
                Optional.of(
                        StreamSupport.stream(stack.events().spliterator(), false)
                            .filter(each -> each.path("source").asText().equals("dev.imagemirrors"))
                            .sorted(
                                Comparator.comparingInt(each -> each.at("/detail/number").asInt()))
                            .toList())
                    .filter(found -> found.size() >= count));
    var array = Json.array().addAll(events);
    return events.size() + " announced\n\n" + ReplyText.pretty(array);
  }

  /// Each kind of item, with every attribute that any item of that kind has.
  private String stored(String table) {
    var kinds = new TreeMap<String, Set<String>>();
    var scan = Json.object().put("TableName", table);
    for (var item : stack.aws("dynamodb", "DynamoDB_20120810.Scan", scan).path("Items")) {
      var key = kind(item.at("/pk/S").asText()) + " " + kind(item.at("/sk/S").asText());
      var attributes = kinds.computeIfAbsent(key.strip(), _ -> new TreeSet<>());
      for (var attribute : item.properties()) {
        attributes.add(attribute.getKey() + " " + attribute.getValue().fieldNames().next());
      }
    }
    var text = new StringBuilder("attributes\n\n");
    kinds.forEach((kind, attributes) -> {
      text.append(kind).append('\n');
      attributes.forEach(attribute -> text.append("  ").append(attribute).append('\n'));
    });
    return text.toString();
  }

  private static String kind(String key) {
    return key.replaceFirst("#.*", "#…");
  }
}
