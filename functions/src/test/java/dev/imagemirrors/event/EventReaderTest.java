package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.event.Event.Shape;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Actor.Via;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.InvalidField;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final String REQUEST = "request-1";

  private static Event read(String event) {
    return EventReader.read(event.getBytes(UTF_8), REQUEST, true);
  }

  /// A REST API event (payload 1.0) with a context and these members.
  private static Event api(String members) {
    return read(
        """
        {"httpMethod": "PATCH", "resource": "/x", "path": "/x", %s,
         "requestContext": {"requestId": "api-1", "identity": {"sourceIp": "203.0.113.7"}}}
        """
            .formatted(members));
  }

  private static Json text(String value) {
    return Json.of(value);
  }

  private static String faults(Event event) {
    return String.valueOf(new Faults(event.faults()).getMessage());
  }

  private static String quoted(String text) {
    return JsonWriter.write(text(text));
  }

  @Test
  void readsARestApiEventFromPathThenQueryThenBody() {
    var event =
        read(
            """
            {"httpMethod": "PATCH", "resource": "/r", "path": "/p", "stageVariables": {"cluster": "no"},
             "headers": {"Host": "h", "region": "no"},
             "pathParameters": {"cluster": "mycluster", "id": "registry.example.com%2Fteam"},
             "queryStringParameters": {"output": "text"},
             "multiValueQueryStringParameters": {"output": ["text"]},
             "requestContext": {"requestId": "api-1", "accountId": "111111111111", "stage": "v1",
               "identity": {"accountId": "123456789012", "userArn": "arn:aws:iam::123456789012:user/pat",
                            "caller": "AIDAEXAMPLE", "sourceIp": "203.0.113.7"}},
             "body": "{\\"mirrors\\": [\\"m/a\\"], \\"yes\\": true}", "isBase64Encoded": false}
            """);

    assertThat(event)
        .isEqualTo(
            new Event(
                Shape.API,
                "api-1",
                new Actor(Via.API, "arn:aws:iam::123456789012:user/pat", "123456789012", "api-1"),
                "",
                Map.of(
                    "cluster", text("mycluster"),
                    "id", text("registry.example.com/team"),
                    "output", text("text"),
                    "mirrors", Json.strings(List.of("m/a")),
                    "yes", Json.of(true)),
                List.of()));
  }

  @Test
  void readsAnHttpApiEvent() {
    var event =
        read(
            """
            {"version": "2.0", "routeKey": "DELETE /x", "rawPath": "/x", "rawQueryString": "yes=true",
             "headers": {"if-match": "\\"abc\\""},
             "queryStringParameters": {"yes": "true"}, "pathParameters": {"cluster": "mycluster"},
             "requestContext": {"accountId": "123456789012", "requestId": "http-1", "apiId": "x",
               "http": {"method": "DELETE", "path": "/x", "sourceIp": "198.51.100.1"},
               "authorizer": {"iam": {"accountId": "210987654321", "callerId": "A",
                                      "userArn": "arn:aws:iam::210987654321:user/sam"}}},
             "isBase64Encoded": false}
            """);

    assertThat(event)
        .isEqualTo(
            new Event(
                Shape.API,
                "http-1",
                new Actor(Via.API, "arn:aws:iam::210987654321:user/sam", "210987654321", "http-1"),
                "",
                Map.of("cluster", text("mycluster"), "yes", text("true"), "version", text("abc")),
                List.of()));
  }

  @Test
  void readsABusEventFromItsDetailOnly() {
    var event =
        read(
            """
            {"version": "0", "id": "event-1", "detail-type": "Create Image Mirror",
             "source": "com.example.pipeline", "account": "123456789012", "time": "2026-01-02T03:04:05Z",
             "region": "eu-west-1", "resources": [], "detail": {"cluster": "mycluster", "region": "us-east-1"}}
            """);

    assertThat(event)
        .isEqualTo(
            new Event(
                Shape.BUS,
                "event-1",
                new Actor(Via.BUS, "com.example.pipeline", "123456789012", "event-1"),
                "",
                Map.of("cluster", text("mycluster"), "region", text("us-east-1")),
                List.of()));
  }

  @Test
  void ignoresFieldsInTheEnvelopeOfABusEvent() {
    var event =
        read(
            """
            {"id": "event-1", "detail-type": "Delete Image Mirror", "source": "s", "account": "1",
             "region": "eu-west-1", "version": "0", "detail": {}}
            """);

    assertThat(event.given()).isEmpty();
    assertThat(event.faults()).isEmpty();
  }

  @Test
  void readsADirectEventFromItsTopLevel() {
    assertThat(read("{\"cluster\": \"mycluster\", \"yes\": true, \"limit\": 5, \"id\": null}"))
        .isEqualTo(
            new Event(
                Shape.DIRECT,
                REQUEST,
                new Actor(Via.DIRECT, REQUEST, null, null),
                "",
                Map.of(
                    "cluster", text("mycluster"),
                    "yes", Json.of(true),
                    "limit", Json.of(5),
                    "id", Json.Null.NULL),
                List.of()));
  }

  @Test
  void readsAnEventThatResemblesAnotherShapeAsDirect() {
    for (var event :
        List.of(
            "{\"requestContext\": {}}",
            "{\"requestContext\": \"x\", \"httpMethod\": \"GET\"}",
            "{\"httpMethod\": \"GET\"}",
            "{\"detail-type\": 3, \"detail\": {}}",
            "{\"detail-type\": \"Create Image Mirror\"}")) {
      assertThat(read(event).shape()).as(event).isEqualTo(Shape.DIRECT);
    }
  }

  @Test
  void acceptsTheSameValueTwice() {
    var event =
        api(
            """
            "pathParameters": {"cluster": "c"}, "queryStringParameters": {"cluster": "c"},
            "multiValueQueryStringParameters": {"cluster": ["c", "c"]},
            "body": "{\\"cluster\\": \\"c\\"}"
            """);

    assertThat(event.given()).isEqualTo(Map.of("cluster", text("c")));
    assertThat(event.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"queryStringParameters\": {\"cluster\": \"d\"}",
        "\"multiValueQueryStringParameters\": {\"cluster\": [\"c\", \"d\"]}",
        "\"body\": \"{\\\"cluster\\\": \\\"d\\\"}\"",
      })
  void refusesAFieldGivenTwiceWithDifferentValues(String second) {
    var event = api("\"pathParameters\": {\"cluster\": \"c\"}, " + second);

    assertThat(event.given()).isEqualTo(Map.of("cluster", text("c")));
    assertThat(faults(event)).isEqualTo("cluster: is given twice with different values");
  }

  @Test
  void treatsAStringInTheQueryAsTheSameValueInTheBody() {
    var event =
        api("\"queryStringParameters\": {\"yes\": \"true\"}, \"body\": \"{\\\"yes\\\": true}\"");

    assertThat(event.faults()).isEmpty();
  }

  @Test
  void refusesAVersionInTheBodyThatDiffersFromIfMatch() {
    var event =
        api("\"headers\": {\"IF-MATCH\": \"a\"}, \"body\": \"{\\\"version\\\": \\\"b\\\"}\"");

    assertThat(faults(event)).isEqualTo("version: is given twice with different values");
  }

  @Test
  void readsEveryValueOfARepeatedQueryParameter() {
    var event =
        api(
            """
            "queryStringParameters": {"yes": "true"},
            "multiValueQueryStringParameters": {"yes": ["false", "true"], "id": ["x"]}
            """);

    assertThat(event.given()).isEqualTo(Map.of("yes", text("false"), "id", text("x")));
    assertThat(faults(event)).isEqualTo("yes: is given twice with different values");
  }

  @ParameterizedTest
  @CsvSource({
    "abc-1,abc-1",
    "quay.io%2Fteam,quay.io/team",
    "%2A.example.com,*.example.com",
    "a+b,a+b",
    "a+b%2Fc,a+b/c",
    "registry%3A5000%2fx,registry:5000/x",
    "a%252Fb,a%2Fb",
  })
  void decodesAPathParameterOnce(String given, String expected) {
    assertThat(api("\"pathParameters\": {\"id\": " + quoted(given) + "}").given())
        .isEqualTo(Map.of("id", text(expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%zz", "a%2", "%"})
  void refusesAPathParameterWithInvalidPercentEncoding(String given) {
    var event = api("\"pathParameters\": {\"id\": " + quoted(given) + "}");

    assertThat(faults(event)).isEqualTo("id: has invalid percent-encoding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"\"abc\"|abc", "abc|abc", "` \"abc\" `|abc", "W/\"abc\"|abc", "\"|\""})
  void readsTheVersionFromIfMatch(String header, String version) {
    assertThat(api("\"headers\": {\"If-Match\": " + quoted(header) + "}").given())
        .isEqualTo(Map.of("version", text(version)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void ignoresIfMatchWhereNothingCanChange(String method) {
    var event =
        EventReader.read(
            """
            {"httpMethod": "%s", "headers": {"If-Match": "a"}, "requestContext": {}}\
            """
                .formatted(method)
                .getBytes(StandardCharsets.UTF_8),
            "r",
            true);

    assertThat(event.given()).isEmpty();
  }

  @Test
  void keepsAnIdempotencyKeySoThatItCanBeRefused() {
    assertThat(api("\"headers\": {\"idempotency-key\": \"k\"}").given())
        .isEqualTo(Map.of("idempotency_key", text("k")));
  }

  /// The caller relies on it, so the write must not go on without it.
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "W/\"\"", "\" \""})
  void keepsAnEmptyIfMatchSoThatItIsRefused(String header) {
    var event = api("\"headers\": {\"If-Match\": " + quoted(header) + "}");

    assertThat(event.given()).containsOnlyKeys("version");
    var fields = new Fields(event);
    assertThat(CommonFields.version(fields)).isNull();
    assertThatThrownBy(fields::check)
        .hasMessage(
            "version: is empty: give the version of the mirror (its ETag), or leave out version and the If-Match header");
  }

  @Test
  void readsIfMatchAnyAsNoVersion() {
    assertThat(api("\"headers\": {\"if-match\": \" * \"}").given()).isEmpty();
  }

  private static Event set(String type, byte[] body) {
    return read(
        """
        {"httpMethod": "PUT", "headers": {"content-type": "%s"}, "requestContext": {}, "isBase64Encoded": true, "body": "%s"}\
        """
            .formatted(type, Base64.getEncoder().encodeToString(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "application/json", "text/plain"})
  void readsADocumentInTheEncodingOfItsByteOrderMark(String type) {
    var yaml = "kind: List\n# größer\n";
    var marked = "\ufeff" + yaml;

    assertThat(set(type, marked.getBytes(UTF_16LE)).given())
        .isEqualTo(Map.of("document", text(yaml)));
    assertThat(set(type, marked.getBytes(UTF_16BE)).given())
        .isEqualTo(Map.of("document", text(yaml)));
    assertThat(set(type, marked.getBytes(UTF_8)).given())
        .isEqualTo(Map.of("document", text(marked)));
    assertThat(set(type, yaml.getBytes(UTF_8)).given()).isEqualTo(Map.of("document", text(yaml)));
  }

  @Test
  void saysHowToSendYaml() {
    assertThat(faults(set("text/plain", "- source: quay.io/team".getBytes(UTF_8))))
        .isEqualTo(
            "body: is not valid JSON, at line 1, column 2; send YAML with the content type application/yaml");
    assertThat(set("text/plain", "k\0i\0".getBytes(UTF_8)).given()).containsOnlyKeys("document");
  }

  @Test
  void refusesADocumentInAnUnknownEncoding() {
    assertThat(faults(set("application/yaml", "kind: größer".getBytes(ISO_8859_1))))
        .isEqualTo("body: is not valid UTF-8: save the file as UTF-8");
  }

  @Test
  void readsAnObjectWithKindAndVersionAsADocument() {
    var json = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}";

    assertThat(set("application/json", json.getBytes(UTF_8)).given())
        .isEqualTo(Map.of("document", text(json)));
    assertThat(set("application/json", "{\"kind\": \"x\"}".getBytes(UTF_8)).given())
        .isEqualTo(Map.of("kind", text("x")));
    assertThat(api("\"body\": \"" + json.replace("\"", "\\\"") + "\"").given())
        .containsOnlyKeys("apiVersion", "kind", "items");
  }

  @Test
  void decodesABase64Body() {
    var body = Base64.getEncoder().encodeToString("{\"reason\": \"größer\"}".getBytes(UTF_8));

    assertThat(api("\"isBase64Encoded\": true, \"body\": \"" + body + "\"").given())
        .isEqualTo(Map.of("reason", text("größer")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"body\": \"[1]\"|body: must be a JSON object",
        "\"body\": \"null\"|body: must be a JSON object",
        "\"body\": \"3\"|body: must be a JSON object",
        "\"body\": \"{\"|body: is not valid JSON, at line 1, column 2",
        "\"body\": \"{} x\"|body: is not valid JSON, at line 1, column 4",
        "\"body\": \"{} {}\"|body: has unexpected content after the document, at line 1, column 5",
        "\"body\": \"cluster=c\"|body: is not valid JSON, at line 1, column 1",
        "\"body\": {\"cluster\": \"c\"}|body: must be a string",
        "\"body\": 3|body: must be a string",
        "\"body\": \"a\", \"isBase64Encoded\": true|body: is not valid Base64",
        "\"body\": \"gA==\", \"isBase64Encoded\": true|body: is not valid UTF-8",
        "\"body\": \"{\\\"a\\\": 1, \\\"a\\\": 2}\"|body: contains 'a' twice, with different values",
      })
  void reportsTheFaultOfABody(String members, String fault) {
    var event = api(members);

    assertThat(event.shape()).isEqualTo(Shape.API);
    assertThat(faults(event)).isEqualTo(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"body\": null", "\"body\": \"\"", "\"body\": \"  \"", "\"headers\": null"})
  void acceptsAnEventWithoutABody(String members) {
    assertThat(api(members).given()).isEmpty();
    assertThat(api(members).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"pathParameters\": 3, \"headers\": [], \"queryStringParameters\": \"x\"",
        "\"pathParameters\": {\"id\": 3}, \"multiValueQueryStringParameters\": {\"yes\": 3}",
        "\"headers\": {\"If-Match\": 3}, \"multiValueQueryStringParameters\": []",
      })
  void toleratesWrongTypesInTheEnvelope(String members) {
    assertThat(api(members).shape()).isEqualTo(Shape.API);
  }

  @Test
  void acceptsABodyOfExactly256KilobytesAndNoLarger() {
    var most = body(256 * 1024);
    var more = body(256 * 1024 + 1);

    assertThat(api("\"body\": " + quoted(most)).faults()).isEmpty();
    assertThat(faults(api("\"body\": " + quoted(more))))
        .isEqualTo("body: has 262145 bytes; at most 256 KB are allowed");
    assertThat(api("\"body\": " + quoted(more)).given()).isEmpty();
  }

  private static String body(int bytes) {
    var rest = "{\"reason\": \"\"}";
    return "{\"reason\": \"" + "x".repeat(bytes - rest.length()) + "\"}";
  }

  @Test
  void reportsTheSizeOfALargeEventInItsShape() {
    var padding = "x".repeat(6 * 1024 * 1024);

    var direct = read("{\"reason\": \"" + padding + "\"}");
    var bus =
        read(
            "{\"detail-type\": \"t\", \"detail\": {\"reason\": \""
                + padding
                + "\"}, \"id\": \"1\"}");

    assertThat(direct.shape()).isEqualTo(Shape.DIRECT);
    assertThat(faults(direct)).isEqualTo("event: has 6291470 bytes; at most 256 KB are allowed");
    assertThat(bus.shape()).isEqualTo(Shape.BUS);
    assertThat(faults(bus)).startsWith("detail: has 62").endsWith("at most 256 KB are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a text\"", "[]", "3", "null", "true"})
  void refusesADetailThatIsNotAnObject(String detail) {
    var event = read("{\"detail-type\": \"Create Image Mirror\", \"detail\": " + detail + "}");

    assertThat(event.shape()).isEqualTo(Shape.BUS);
    assertThat(event.id()).isEqualTo("none");
    assertThat(event.actor()).isEqualTo(new Actor(Via.BUS, "unknown source", null, null));
    assertThat(faults(event)).isEqualTo("detail: must be a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|event: is empty",
        "`  `|event: is empty",
        "null|event: must be a JSON object",
        "[]|event: must be a JSON object",
        "\"x\"|event: must be a JSON object",
        "3|event: must be a JSON object",
        "{|event: is not valid JSON, at line 1, column 2",
        "{\"a\": 1} x|event: is not valid JSON, at line 1, column 10",
        "{} []|event: has unexpected content after the document, at line 1, column 5",
        "{'a': 1}|event: is not valid JSON, at line 1, column 2",
        "{\"a\": 01}|event: is not valid JSON, at line 1, column 8",
        "{\"a\": NaN}|event: is not valid JSON, at line 1, column 10",
        "{\"a\": {\"b\": 1, \"b\": 2}}|event: contains 'b' twice, with different values",
      })
  void refusesAnEventThatIsNotAJsonObject(String event, String fault) {
    assertThatThrownBy(() -> read(event)).isInstanceOf(InvalidField.class).hasMessage(fault);
  }

  @Test
  void refusesBrokenUtf8() {
    byte[] broken = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};

    assertThatThrownBy(() -> EventReader.read(broken, REQUEST, true))
        .isInstanceOf(InvalidField.class)
        .hasMessage("event: is not valid UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesDeepNesting(String opening) {
    assertThatThrownBy(() -> read("{\"a\": " + opening.repeat(100_000)))
        .isInstanceOf(InvalidField.class)
        .hasMessageStartingWith(
            "event: is nested deeper than 64 levels or contains a number that is too long");
  }

  @Test
  void refusesANumberOfManyDigits() {
    assertThatThrownBy(() -> read("{\"limit\": " + "9".repeat(100_000) + "}"))
        .isInstanceOf(InvalidField.class)
        .hasMessageStartingWith(
            "event: is nested deeper than 64 levels or contains a number that is too long");
  }

  @Test
  void acceptsAByteOrderMarkAndARepeatedMember() {
    assertThat(read("\uFEFF{\"cluster\": \"c\", \"cluster\": \"c\"}").given())
        .isEqualTo(Map.of("cluster", text("c")));
  }

  @Test
  void identifiesAnAnonymousCallerByItsAddress() {
    assertThat(api("\"body\": null").actor())
        .isEqualTo(new Actor(Via.API, "anonymous from 203.0.113.7", null, "api-1"));
    assertThat(read("{\"httpMethod\": \"GET\", \"requestContext\": {}}").actor())
        .isEqualTo(new Actor(Via.API, "anonymous", null, null));
  }

  @Test
  void identifiesACallerWithoutAnArnByItsId() {
    var event =
        read(
            """
            {"httpMethod": "GET", "requestContext": {"requestId": "r", "identity":
              {"caller": "AROA:session", "accountId": "123456789012", "userArn": "", "sourceIp": "::1"}}}
            """);

    assertThat(event.actor()).isEqualTo(new Actor(Via.API, "AROA:session", "123456789012", "r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"httpMethod": "GET", "requestContext": {"requestId": "r", "identity":
          {"userArn": "arn:aws:iam::123456789012:user/admin", "accountId": "123456789012"}}}
        """,
        """
        {"detail-type": "x", "source": "com.example.pipeline", "account": "123456789012", "id": "e",
         "detail": {}}
        """,
        "{}"
      })
  void identifiesADirectInvocationByItsRequestWhateverThePayloadNames(String payload) {
    var event = EventReader.read(payload.getBytes(UTF_8), REQUEST, false);

    assertThat(event.actor()).isEqualTo(new Actor(Via.DIRECT, REQUEST, null, null));
  }

  @Test
  void shortensALongIdentity() {
    var name = "a".repeat(1_000_000);
    var event =
        read(
            "{\"httpMethod\": \"GET\", \"requestContext\": {\"requestId\": \"r\", \"identity\":"
                + " {\"userArn\": \""
                + name
                + "\"}}}");

    assertThat(event.actor()).isEqualTo(new Actor(Via.API, "a".repeat(2_047) + "…", null, "r"));
  }
}
