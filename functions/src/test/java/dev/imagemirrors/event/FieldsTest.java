package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorList;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static Fields fields(String event) {
    return new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true));
  }

  private static void assertFaults(Fields fields, String... faults) {
    assertThatThrownBy(fields::check)
        .isInstanceOfSatisfying(
            Faults.class,
            thrown ->
                assertThat(thrown.all())
                    .extracting(InvalidField::getMessage)
                    .containsExactly(faults));
  }

  private static @Nullable List<String> texts(Fields fields) {
    return fields.list("mirrors", (_, text) -> text);
  }

  @Test
  void stripsStrings() {
    var fields = fields("{\"a\": \" x y \", \"b\": \"  \", \"c\": null}");

    assertThat(fields.text("a")).isEqualTo("x y");
    assertThat(fields.text("b")).isNull();
    assertThat(fields.text("c")).isNull();
    assertThat(fields.text("d")).isNull();
    assertThatCode(fields::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "true", "[]", "{}", "[\"x\"]"})
  void refusesValuesThatAreNotStrings(String value) {
    var fields = fields("{\"a\": " + value + "}");

    assertThat(fields.text("a")).isNull();
    assertFaults(fields, "a: must be a string");
  }

  @Test
  void makesAValueOfAStringOrRecordsItsFault() {
    var fields = fields("{\"a\": \"12\", \"b\": \"x\"}");

    assertThat(fields.<Integer>optional("a", Integer::valueOf)).isEqualTo(12);
    assertThat(fields.<Integer>optional("c", Integer::valueOf)).isNull();
    assertThat(
            fields.<Integer>optional(
                "b",
                _ -> {
                  throw new InvalidField("b", "is no number");
                }))
        .isNull();
    assertFaults(fields, "b: is no number");
  }

  @Test
  void reportsOneFaultOfARequiredValue() {
    var fields = fields("{\"a\": 3, \"b\": \" \", \"d\": \"x\"}");

    assertThat(fields.<String>required("a", "A is required", text -> text)).isNull();
    assertThat(fields.<String>required("b", "B is required", text -> text)).isNull();
    assertThat(fields.<String>required("c", "C is required", text -> text)).isNull();
    assertThat(fields.<String>required("d", "D is required", text -> text)).isEqualTo("x");
    assertFaults(fields, "a: must be a string", "b: B is required", "c: C is required");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false", "null,false", "'\"true\"',true", "'\"false\"',false"})
  void readsFlags(String value, boolean expected) {
    var fields = fields("{\"yes\": " + value + "}");

    assertThat(fields.flag("yes")).isEqualTo(expected);
    assertThatCode(fields::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "\"\"", "\"TRUE\"", "1", "0", "[true]", "{}"})
  void refusesValuesThatAreNotFlags(String value) {
    var fields = fields("{\"yes\": " + value + "}");

    assertThat(fields.flag("yes")).isFalse();
    assertFaults(fields, "yes: must be true or false");
  }

  @ParameterizedTest
  @CsvSource({"5,5", "'\"5\"',5", "null,7", "1,1", "10,10", "5.0,5", "1e1,10"})
  void readsNumbers(String value, long expected) {
    var fields = fields("{\"n\": " + value + "}");

    assertThat(fields.number("n", 7, 1, 10)).isEqualTo(expected);
    assertThatCode(fields::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "11",
        "-1",
        "5.5",
        "\"x\"",
        "\"\"",
        "\"5.0\"",
        "true",
        "[5]",
        "{}",
        "1e999999999",
        "1e2147483647",
        "1e-2147483647",
        "99999999999999999999",
        "\"99999999999999999999\""
      })
  void refusesNumbersOutOfRange(String value) {
    var fields = fields("{\"n\": " + value + "}");

    assertThat(fields.number("n", 7, 1, 10)).isEqualTo(7);
    assertFaults(fields, "n: must be an integer from 1 to 10");
  }

  @Test
  void doesNotReadAHugeNumberAsZero() {
    var fields = fields("{\"next\": 1e2147483647}");

    assertThat(fields.number("next", 7, 0, Long.MAX_VALUE)).isEqualTo(7);
    assertFaults(fields, "next: must be an integer from 0 to 9223372036854775807");
  }

  @Test
  void readsAnArrayOrAStringWithCommas() {
    var wanted = List.of("a/b", "c");

    assertThat(texts(fields("{\"mirrors\": [\" a/b\", \"c \"]}"))).isEqualTo(wanted);
    assertThat(texts(fields("{\"mirrors\": \" a/b ,\\tc \"}"))).isEqualTo(wanted);
    assertThat(texts(fields("{\"mirrors\": \"a/b\"}"))).containsExactly("a/b");
    assertThat(texts(fields("{\"mirrors\": \" \"}"))).isEmpty();
    assertThat(texts(fields("{\"mirrors\": null}"))).isEmpty();
    assertThat(texts(fields("{}"))).isEmpty();
    assertThat(texts(fields("{\"mirrors\": \"a,,b,\"}"))).containsExactly("a", "", "b", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "true", "{}", "{\"a\": \"b\"}"})
  void refusesValuesThatAreNotLists(String value) {
    var fields = fields("{\"mirrors\": " + value + "}");

    assertThat(texts(fields)).isNull();
    assertFaults(
        fields, "mirrors: must be an array of strings, or a string with commas between them");
  }

  @Test
  void namesTheIndexOfEveryFaultyEntry() {
    var fields = fields("{\"mirrors\": [3, \"Bad/UPPER\", null, \"good\", [\"x\"], \"http://x\"]}");

    assertThat(CommonFields.mirrors(fields, "us-east-1")).isNull();
    assertFaults(
        fields,
        "mirrors[0]: must be a string",
        "mirrors[1]: path segment 'UPPER' must be lower-case letters and digits, joined by '.',"
            + " '_', '__' or dashes",
        "mirrors[2]: must be a string",
        "mirrors[4]: must be a string",
        "mirrors[5]: must not have a scheme: leave out 'http://'");
  }

  @Test
  void reportsOnlyTypesForAListOfWrongTypes() {
    var fields = fields("{\"mirrors\": [3]}");

    assertThat(CommonFields.mirrors(fields, "us-east-1")).isNull();
    assertFaults(fields, "mirrors[0]: must be a string");
  }

  @Test
  void splitsALongStringInLinearTime() {
    var fields = fields("{\"mirrors\": \"a" + " ".repeat(250_000) + "b\"}");

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> CommonFields.mirrors(fields, "us-east-1"));
    assertFaults(fields, "mirrors: has a space within an entry; use commas between entries");
  }

  @Test
  void replacesTheRegionInMirrors() {
    var fields = fields("{\"mirrors\": \"1.dkr.ecr.{region}.amazonaws.com/{region}\"}");

    var mirrors = CommonFields.mirrors(fields, "eu-west-1");

    assertThat(mirrors).isEqualTo(MirrorList.of("1.dkr.ecr.eu-west-1.amazonaws.com/eu-west-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "mirors,mirrors",
    "mirror,mirrors",
    "mirrorss,mirrors",
    "Mirrors,mirrors",
    "mirrars,mirrors",
    "clusterr,cluster",
    "i,id",
    "mirorrs,mirrors",
    "outptu,output",
    "--mirrors,mirrors",
    "--Output,output",
    "o,output",
    "-c,cluster",
    "y,yes",
  })
  void suggestsAFieldForAMisspeltName(String given, String expected) {
    var fields = fields("{\"" + given + "\": \"x\"}");
    fields.text("cluster");
    fields.text("mirrors");
    fields.text("output");
    fields.text("yes");
    fields.text("id");

    assertFaults(fields, given + ": unknown field; did you mean '" + expected + "'?");
  }

  @Test
  void asksForCommasInAListWithSpaces() {
    var fields = fields("{\"mirrors\": \"m.corp.com/a  n.corp.com/a\"}");

    assertThat(fields.<String>list("mirrors", (_, text) -> text)).isNull();
    assertFaults(fields, "mirrors: has a space within an entry; use commas between entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", " a , b ", "a ,b", "a, b"})
  void readsAListWithCommas(String mirrors) {
    var fields = fields("{\"mirrors\": \"" + mirrors + "\"}");

    assertThat(fields.<String>list("mirrors", (_, text) -> text)).containsExactly("a", "b");
  }

  @Test
  void listsTheFieldsWhenNoNameIsSimilar() {
    var fields = fields("{\"what\": \"x\"}");
    fields.text("cluster");
    fields.flag("yes");

    assertFaults(fields, "what: unknown field; the fields are cluster, yes");
  }

  @Test
  void reportsAllFaultsAtOnce() {
    var fields =
        fields(
            """
            {"detail-type": "t", "detail": {"b": 3, "c": "maybe", "d": "x", "zz": 1, "yy": 1}}
            """);
    fields.text("b");
    fields.flag("c");
    fields.number("d", 1, 1, 2);
    fields.required("e", "is required", text -> text);

    assertFaults(
        fields,
        "b: must be a string",
        "c: must be true or false",
        "d: must be an integer from 1 to 2",
        "e: is required",
        "yy: unknown field; the fields are b, c, d, e",
        "zz: unknown field; the fields are b, c, d, e");
  }

  @Test
  void reportsTheFaultsOfTheEventToo() {
    var fields = fields("{\"detail-type\": \"t\", \"detail\": \"x\"}");
    fields.fault("a", "is wrong");

    assertFaults(fields, "detail: must be a JSON object", "a: is wrong");
  }

  @Test
  void keepsTheReportOfManyFaultsSmall() {
    var event = new StringBuilder("{\"" + "long".repeat(10_000) + "\": 1");
    for (var i = 0; i < 20_000; i++) {
      event.append(",\"f").append(i).append("\":1");
    }
    var fields = fields(event.append('}').toString());

    assertThatThrownBy(fields::check)
        .isInstanceOfSatisfying(
            Faults.class,
            faults -> {
              assertThat(faults.all()).hasSize(50);
              assertThat(faults.all().getLast().field()).startsWith("f");
              assertThat(faults.all().getLast().reason()).endsWith(" (and 19951 more errors)");
              assertThat(faults.getMessage()).hasSizeLessThan(40_000);
            });
  }
}
