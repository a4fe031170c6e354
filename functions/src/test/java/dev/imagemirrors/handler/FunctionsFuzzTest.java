package dev.imagemirrors.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.priming.Stage;
import dev.imagemirrors.reply.Samples;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Every function answers or refuses any event: never with an internal error, and without a call to
/// AWS or OCM for an event that it refuses.
class FunctionsFuzzTest {
  private static final List<Class<?>> FUNCTIONS =
      List.copyOf(RequestHandlerTest.FUNCTIONS.keySet());
  private static final String DOCUMENT =
      """
      apiVersion: config.openshift.io/v1
      kind: ImageDigestMirrorSet
      spec:
        imageDigestMirrors: [{source: "%s", mirrors: [m/m, "%s"]}]
      """;
  private static final List<String> FIELDS =
      Stream.concat(RequestHandlerTest.VALUES.keySet().stream(), Stream.of("document"))
          .sorted()
          .toList();
  private static final int MOST_CALLS = 400;
  private static final Stage STAGE = new Stage(RequestHandlerTest.ENVIRONMENT);

  /// Every sample event, after a letter for its function.
  static Stream<byte[]> samples() {
    return Samples.all()
        .map(sample -> {
          var letter = (char) ('a' + function(sample.operation()));
          return (letter + new String(sample.event(), UTF_8)).getBytes(UTF_8);
        });
  }

  private static int function(String operation) {
    for (var i = 0; i < FUNCTIONS.size(); i++) {
      if (FUNCTIONS.get(i).getPackageName().endsWith("." + operation)) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no function for " + operation);
  }

  @MethodSource("samples")
  @FuzzTest
  void answersAnyBytes(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var function = FUNCTIONS.get(Math.floorMod(input[0] - 'a', FUNCTIONS.size()));
    var event = Arrays.copyOfRange(input, 1, input.length);

    check(function, event, 1 + input.length / 20);
  }

  @FuzzTest
  void answersAnyFields(FuzzedDataProvider data) {
    var function = data.pickValue(FUNCTIONS);
    var event =
        switch (data.consumeInt(0, 3)) {
          case 0 -> fields(data, 12).build();
          case 1 -> bus(data);
          case 2 -> api(data, true);
          default -> api(data, false);
        };

    check(function, ascii(JsonWriter.write(event)).getBytes(UTF_8), 1);
  }

  /// Only the history shows whether the entry exists and can be restored.
  private static final Pattern NEEDS_THE_HISTORY =
      Pattern.compile("\\bto: (is after the newest|is in the future|cannot be|had source)");

  private static void check(Class<?> function, byte[] event, int records) {
    var played = STAGE.play(function, event);

    assertThat(played.status()).as(played.text()).isBetween(200, 499);
    if (played.status() == 400 && !NEEDS_THE_HISTORY.matcher(played.text()).find()) {
      assertThat(played.calls()).as(played.text()).isZero();
    }
    assertThat(played.calls()).isLessThanOrEqualTo(MOST_CALLS * records);
    assertThat(played.text()).hasSizeLessThan(6_000_000);
  }

  private static Json bus(FuzzedDataProvider data) {
    return Json.object()
        .put("detail-type", "Create Image Mirror")
        .put("id", text(data))
        .put("source", text(data))
        .put("account", data.consumeBoolean() ? Json.of("123456789012") : value(data, "id"))
        .put("detail", data.consumeInt(0, 9) == 0 ? value(data, "id") : fields(data, 12).build())
        .build();
  }

  private static Json api(FuzzedDataProvider data, boolean rest) {
    var event = Json.object();
    var context = Json.object().put("requestId", text(data)).put("path", path(data));
    var method = data.pickValue(List.of("GET", "POST", "PATCH", "PUT", "DELETE", ""));
    if (rest) {
      event.put("httpMethod", method);
      event.put(
          "multiValueQueryStringParameters",
          data.consumeBoolean() ? lists(fields(data, 3).build()) : Json.Null.NULL);
    } else {
      context.put("http", Json.object().put("method", method).put("sourceIp", text(data)).build());
      event.put("rawPath", path(data));
    }
    var body = body(data);
    var encoded = data.consumeBoolean();
    return event
        .put("requestContext", context.build())
        .put("pathParameters", fields(data, 2).build())
        .put("queryStringParameters", fields(data, 3).build())
        .put("headers", headers(data))
        .put("body", encoded ? Base64.getEncoder().encodeToString(body.getBytes(UTF_8)) : body)
        .put("isBase64Encoded", Json.of(encoded))
        .build();
  }

  private static Json headers(FuzzedDataProvider data) {
    var headers = Json.object();
    for (var name : List.of("Content-Type", "If-Match", "Idempotency-Key")) {
      if (data.consumeBoolean()) {
        headers.put(
            name,
            name.equals("Content-Type")
                ? data.pickValue(List.of("application/json", "application/yaml; a=b", "text/yaml"))
                : text(data));
      }
    }
    return headers.build();
  }

  private static String path(FuzzedDataProvider data) {
    return data.pickValue(
        List.of("/v1/clusters/c/image-mirrors", "/clusters/", "", "/operations/o", text(data)));
  }

  private static String body(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 4)) {
      case 0 -> text(data);
      case 1 -> DOCUMENT.formatted(text(data), text(data));
      default -> JsonWriter.write(fields(data, 12).build());
    };
  }

  private static Json lists(Json.Members fields) {
    var lists = Json.object();
    fields.values().forEach((name, value) -> lists.put(name, new Json.Items(List.of(value))));
    return lists.build();
  }

  /// Some of the known fields, most with valid values, and sometimes an unknown one.
  private static Json.Builder fields(FuzzedDataProvider data, int most) {
    var fields = Json.object();
    for (var i = data.consumeInt(0, most); i > 0; i--) {
      var name = data.consumeInt(0, 19) == 0 ? text(data) : data.pickValue(FIELDS);
      fields.put(name, value(data, name));
    }
    return fields;
  }

  private static Json value(FuzzedDataProvider data, String name) {
    return switch (data.consumeInt(0, 15)) {
      case 0 -> Json.of(text(data));
      case 1 -> Json.of(data.consumeLong());
      case 2 -> Json.of(data.consumeBoolean());
      case 3 -> Json.strings(List.of(text(data), "m/m"));
      case 4 -> Json.Null.NULL;
      case 5 -> Json.object().put(text(data), text(data)).build();
      case 6 -> Json.of("x".repeat(data.consumeInt(0, 2_000)));
      case 7 -> Json.of(DOCUMENT.formatted(text(data), text(data)));
      case 8 -> new Json.Items(List.of(Json.object().put("source", text(data)).build()));
      default -> good(name);
    };
  }

  private static Json good(String name) {
    try {
      return name.equals("profile")
          ? Json.Null.NULL
          : JsonReader.read(requireNonNull(RequestHandlerTest.VALUES.getOrDefault(name, "\"i\"")));
    } catch (JsonFault fault) {
      throw new AssertionError(fault);
    }
  }

  /// Escapes every other character, so that the text can contain an unpaired surrogate.
  private static String ascii(String json) {
    var text = new StringBuilder();
    json.chars().forEach(c -> text.append(c < 0x80 ? "" + (char) c : "\\u%04x".formatted(c)));
    return text.toString();
  }

  private static String text(FuzzedDataProvider data) {
    return data.consumeString(data.consumeInt(0, 40));
  }
}
