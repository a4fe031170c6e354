package dev.imagemirrors.local.ocm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any search is either parsed, or rejected with an error of OCM.
class SearchFuzzTest {
  private static final String DOCUMENT =
      """
      {"id": "abc123", "name": "it's", "nodes": {"compute": 3}, "hypershift": {"enabled": true}}
      """;

  @FuzzTest
  void parsesOrRejectsAnySearch(byte[] input) {
    var text = new String(input, UTF_8);

    try {
      var search = Search.parse(text);
      var document = Json.objectIn(DOCUMENT);
      assertThat(search.matches(document) && search.condition().fails(document)).isFalse();
    } catch (Refused refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @FuzzTest
  void keepsAnyStringWithinItsQuotes(byte[] input) {
    var text = new String(input, UTF_8);
    var search = "source = '" + text.replace("'", "''") + "'";

    assertThat(SearchParser.parse(search))
        .isEqualTo(
            new Condition.Field(
                "source",
                new Predicate.Compared(Predicate.Comparison.EQUAL, new Predicate.Text(text))));
  }
}
