package dev.imagemirrors.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.text.Text;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlWriterTest {
  @Test
  void writesBlockStyle() throws JsonFault {
    var json =
        """
        {"a": [1.5, true, null, {"b": "c", "d": []}], "e": {}, "f": "one\\ntwo\\n"}
        """;

    assertThat(YamlWriter.write(JsonReader.read(json)))
        .isEqualTo(
            """
            a:
            - 1.5
            - true
            - null
            - b: c
              d: []
            e: {}
            f: |
              one
              two
            """);
  }

  @Test
  void escapesWhatMovesReordersOrHidesText() {
    var text = "a\u001b[2J\u202e\u2066\u200b\u0085\u009bZo\u00eb\ud83d\ude00";

    var yaml = YamlWriter.write(Json.object().put(text, text).build());

    assertThat(yaml.lines()).allSatisfy(line -> assertThat(line).isEqualTo(Text.printable(line)));
    Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    assertThat(read).isEqualTo(Map.of(text, text));
  }

  @Test
  void keepsLettersThatArePrinted() {
    assertThat(YamlWriter.write(Json.object().put("name", "Zo\u00eb").build()))
        .isEqualTo("name: Zo\u00eb\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quay.io/team:v1      | quay.io/team:v1
          sha256:ab            | sha256:ab
          it's                 | it's
          y                    | "y"
          no                   | "no"
          null                 | "null"
          ~ a                  | "~ a"
          12345678e901         | "12345678e901"
          0o17                 | "0o17"
          10:30                | "10:30"
          2026-01-01           | "2026-01-01"
          2026-01-01T00:00:00Z | "2026-01-01T00:00:00Z"
          <<                   | "<<"
          a: b                 | "a: b"
          a #b                 | "a #b"
          a, b                 | "a, b"
          a:                   | "a:"
          *.example.com        | '*.example.com'
          """)
  void quotesOnlyWhatNeedsQuotes(String text, String yaml) {
    assertThat(YamlWriter.write(Json.object().put("a", text).build()))
        .isEqualTo("a: " + yaml + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a ",
        "\n",
        "a\n\nb",
        " a\n  b",
        "\u0000\u001b",
        "a\u0085b\nc",
        "\u2028",
        "\ud83d\ude00",
        "\ufeff",
        "- a",
        "? a",
        "!a",
        "&a",
        "@a",
        "`a",
        "%a",
        "'",
        "\"",
        "\\",
        "---",
        "1_000",
        ".5",
        ".inf",
        "0x1f",
        "="
      })
  void isReadBackAsTheSameText(String text) {
    var yaml =
        YamlWriter.write(
            Json.object().put(text, text).put("list", Json.strings(List.of(text))).build());

    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    assertThat(read).isEqualTo(Map.of(text, text, "list", List.of(text)));
  }
}
