package dev.imagemirrors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  /// RFC 8785 and the usual tools write the digits of an escape in lower case; history hashes
  /// depend on it.
  @Test
  void escapesControlCharactersAsOthersDo() {
    assertThat(Json.of("\u001b\n\u0000").write()).isEqualTo("\"\\u001b\\n\\u0000\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\ud83d\"", "\"\\ude00\"", "\"a\\ude00\\ud83d\"", "\"\\ud83d\\ude00\\ud83d\""})
  void refusesHalfACharacter(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonFault.class)
        .hasMessageStartingWith("has half a character, at line 1, column ");
  }

  @Test
  void refusesHalfACharacterInAName() {
    assertThatThrownBy(() -> Json.parse("{\"\\ude00\": 1}")).isInstanceOf(JsonFault.class);
  }

  @Test
  void takesACharacterOfTwoHalves() throws JsonFault {
    assertThat(Json.parse("\"\\ud83d\\ude00!\"")).isEqualTo(Json.of("\ud83d\ude00!"));
  }

  @Test
  void takesANumberThatCanBeReadAgainOnceItIsWritten() throws JsonFault {
    var longest = "1".repeat(100);

    assertThat(Json.parse(Json.parse(longest).write())).isEqualTo(Json.parse(longest));
    assertThatThrownBy(() -> Json.parse("1".repeat(97) + "E9"))
        .hasMessageStartingWith("has a number that is too long, at ");
  }

  @Test
  void isALongOfEighteenDigitsAtMost() throws JsonFault {
    assertThat(Json.parse("999999999999999999").asLong(-1)).isEqualTo(999_999_999_999_999_999L);
    assertThat(Json.parse("1000000000000000000").asLong(-1)).isEqualTo(-1);
    assertThat(Json.parse("1.5").asLong(-1)).isEqualTo(-1);
  }
}
