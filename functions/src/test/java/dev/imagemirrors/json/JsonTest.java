package dev.imagemirrors.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  /// RFC 8785 and common tools write escapes with lower-case digits. The hashes of histories depend
  /// on it.
  @Test
  void escapesControlCharactersInLowerCase() {
    assertThat(JsonWriter.write(Json.of("\u001b\n\u0000"))).isEqualTo("\"\\u001b\\n\\u0000\"");
  }

  /// A terminal shows JSON too: a control character moves its cursor, a tag character is invisible.
  @Test
  void escapesWhatATerminalObeysForAPerson() throws JsonFault {
    var odd = Json.object().put("k\u202e", "a\u009b\u007f\u2028\ufeff\udb40\udc41\u00e9").build();

    assertThat(JsonWriter.printable(odd))
        .isEqualTo("{\"k\\u202e\":\"a\\u009b\\u007f\\u2028\\ufeff\\udb40\\udc41\u00e9\"}");
    assertThat(JsonReader.read(JsonWriter.printable(odd))).isEqualTo(odd);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\ud83d\"", "\"\\ude00\"", "\"a\\ude00\\ud83d\"", "\"\\ud83d\\ude00\\ud83d\""})
  void refusesAnUnpairedSurrogate(String text) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(JsonFault.class)
        .hasMessageStartingWith("contains an unpaired surrogate, at line 1, column ");
  }

  @Test
  void refusesAnUnpairedSurrogateInAName() {
    assertThatThrownBy(() -> JsonReader.read("{\"\\ude00\": 1}")).isInstanceOf(JsonFault.class);
  }

  @Test
  void writesWhatCanBeReadAgain() throws JsonFault {
    var cut = Json.object().put("a\ud83d", "b\ude00c").build();

    assertThat(JsonReader.read(JsonWriter.write(cut)))
        .isEqualTo(Json.object().put("a\ufffd", "b\ufffdc").build());
  }

  @Test
  void readsASurrogatePair() throws JsonFault {
    assertThat(JsonReader.read("\"\\ud83d\\ude00!\"")).isEqualTo(Json.of("\ud83d\ude00!"));
  }

  @Test
  void readsNumbersThatCanBeReadBack() throws JsonFault {
    var longest = "1".repeat(100);

    assertThat(JsonReader.read(JsonWriter.write(JsonReader.read(longest))))
        .isEqualTo(JsonReader.read(longest));
    assertThatThrownBy(() -> JsonReader.read("1".repeat(97) + "E9"))
        .hasMessageStartingWith("contains a number that is too long, at ");
  }

  @Test
  void writesAsItWasRead() throws JsonFault {
    var text = "{\"b\":[1,true,false,null,\"x\",{}],\"a\":{\"d\":-1.50,\"c\":[]}}";

    assertThat(JsonWriter.write(JsonReader.read(text))).isEqualTo(text);
    assertThat(JsonWriter.write(JsonReader.read(text.getBytes(UTF_8)).sorted()))
        .isEqualTo("{\"a\":{\"c\":[],\"d\":-1.50},\"b\":[1,true,false,null,\"x\",{}]}");
  }

  @Test
  void putsPresentValues() {
    assertThat(
            JsonWriter.write(
                Json.object()
                    .putPresent("a", (String) null)
                    .putPresent("b", (Json) null)
                    .putPresent("c", "d")
                    .putPresent("e", Json.of(1))
                    .build()))
        .isEqualTo("{\"c\":\"d\",\"e\":1}");
  }

  @Test
  void reportsThePositionAndNotTheContent() {
    assertThatThrownBy(() -> JsonReader.read("{\"a\": 1,\n secret}"))
        .hasMessage("is not valid JSON, at line 2, column 2");
    assertThatThrownBy(() -> JsonReader.read("[".repeat(65)))
        .hasMessage("is nested deeper than 64 levels or contains a number that is too long");
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xff, '"'}))
        .hasMessage("is not valid UTF-8");
    assertThatThrownBy(() -> JsonReader.read("{} 1"))
        .hasMessageStartingWith("has unexpected content after the document, at line 1, column ");
    assertThatThrownBy(() -> JsonReader.read("{\"a\": 1, \"a\": 2}"))
        .hasMessage("contains 'a' twice, with different values");
  }

  @Test
  void readsAMemberThatIsRepeatedWithTheSameValue() throws JsonFault {
    assertThat(JsonWriter.write(JsonReader.read("{\"a\": 1, \"a\": 1}"))).isEqualTo("{\"a\":1}");
  }

  @Test
  void readsLongsOfUpToEighteenDigits() throws JsonFault {
    assertThat(JsonReader.read("999999999999999999").asLong(-1))
        .isEqualTo(999_999_999_999_999_999L);
    assertThat(JsonReader.read("1000000000000000000").asLong(-1)).isEqualTo(-1);
    assertThat(JsonReader.read("1.5").asLong(-1)).isEqualTo(-1);
  }
}
