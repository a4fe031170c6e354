package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  private static final ObjectNode CLUSTER =
      Json.objectIn(
          """
          {"id": "abc123", "name": "my-cluster", "state": "ready", "nodes": {"compute": 3},
           "hypershift": {"enabled": true}, "note": "it's here", "gone": null, "price": 2.5,
           "product": {"id": "rosa"}, "properties": {"rosa_creator_arn": "arn:aws:iam::123456789012:user/me"}}
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "id = 'abc123'",
        "id='abc123'",
        "name != 'other'",
        "name <> 'other'",
        "nodes.compute = 3",
        "nodes.compute > 2 and nodes.compute < 4",
        "nodes.compute >= 3 AND nodes.compute <= 3.0",
        "nodes.compute > -1",
        "price = 2.50",
        "hypershift.enabled = true",
        "hypershift.enabled = 'true'",
        "hypershift.enabled != FALSE",
        "note = 'it''s here'",
        "name > 'my-b' AND name < 'my-d'",
        "name LIKE 'my-%'",
        "name LIKE '%cluster'",
        "name LIKE '%-%'",
        "name LIKE '%y%l%s%r'",
        "name like 'my_cluster'",
        "name ILIKE 'MY-%'",
        "name NOT LIKE 'other%'",
        "name NOT ILIKE 'OTHER%'",
        "state IN ('installing', 'ready')",
        "state NOT IN ('installing')",
        "nodes.compute in (1, 2, 3)",
        "NOT state = 'installing'",
        "not not state = 'ready'",
        "NOT (state = 'installing' OR name = 'other')",
        "state = 'x' OR state = 'ready'",
        "state = 'ready' OR state = 'x' AND name = 'x'",
        "(state = 'x' OR state = 'ready') AND id = 'abc123'",
        "product.id = 'rosa' AND (id = 'my-cluster' OR name = 'my-cluster' OR external_id = 'my-cluster')",
        "product.id = 'rosa' AND (properties.rosa_creator_arn LIKE 'arn:%:123456789012:%'"
            + " OR aws.sts.role_arn LIKE 'arn:%:123456789012:%') AND id = 'abc123'",
      })
  void findsMatchingClusters(String search) {
    assertThat(Search.parse(search).matches(CLUSTER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 'abc12'",
        "id = 'ABC123'",
        "name = ''",
        "nodes.compute = 4",
        "nodes.compute < 3",
        "nodes = 'x'",
        "hypershift.enabled = false",
        "hypershift.enabled = 1",
        "name LIKE 'MY-%'",
        "name LIKE 'cluster'",
        "name LIKE 'my-cluster_'",
        "name LIKE '_my-cluster'",
        "name LIKE ''",
        "name NOT LIKE 'my%'",
        "state IN ('installing')",
        "state NOT IN ('ready', 'installing')",
        "NOT state = 'ready'",
        "(state = 'x' OR state = 'ready') AND id = 'x'",
        "state = 'x' AND name = 'x' OR id = 'x'",
        "product.id = 'rosa' AND properties.rosa_creator_arn LIKE 'arn:%:000000000000:%'",
      })
  void excludesOtherClusters(String search) {
    assertThat(Search.parse(search).matches(CLUSTER)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "absent = 'x'",
        "absent != 'x'",
        "NOT absent = 'x'",
        "NOT (absent = 'x' OR absent = 'y')",
        "absent NOT LIKE 'x'",
        "absent NOT IN ('x')",
        "absent.deeper.still <> 'x'",
        "state.deeper != 'x'",
        "gone != 'x'",
        "NOT gone = 'x'",
        "NOT (absent = 'x' AND state = 'ready')",
      })
  void neverMatchesByAnAbsentField(String search) {
    assertThat(Search.parse(search).matches(CLUSTER)).isFalse();
  }

  @Test
  void treatsAnEscapedQuoteInAKeyAsText() {
    String key = "x' OR 'a' = 'a";
    String doubled = key.replace("'", "''");

    assertThat(Search.parse("name = '" + doubled + "'").matches(CLUSTER)).isFalse();
    assertThat(Search.parse("name = '" + doubled + "' OR id = 'abc123'").matches(CLUSTER)).isTrue();
  }

  @Test
  void allowsInjectionThroughAnUnescapedKey() {
    String key = "x' OR name LIKE '%";

    assertThat(Search.parse("name = '" + key + "'").matches(CLUSTER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "id =",
        "id = abc123",
        "= 'x'",
        "id = 'x",
        "id = 'x' AND",
        "id = 'x' 'y'",
        "id = 'x' OR OR id = 'y'",
        "(id = 'x'",
        "id = 'x')",
        "()",
        "NOT",
        "id IN ()",
        "id IN ('x'",
        "id IN 'x'",
        "id IN ('x',)",
        "id LIKE 5",
        "id LIKE",
        "id NOT = 'x'",
        "id NOT",
        "and = 'x'",
        "id == 'x'",
        "id = 'x'; DROP TABLE clusters",
        "id = 'x' -- and so on",
        "id = \"x\"",
        "id. = 'x'",
        "id = 'x' AND (SELECT 1)",
        "5 = 5",
        "'a' = 'a'",
      })
  void rejectsInvalidSearches(String search) {
    assertThatThrownBy(() -> Search.parse(search))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(400))
        .hasMessageContaining("Search is not valid at position");
  }

  @Test
  void reportsThePositionAndTheExpectedToken() {
    assertThatThrownBy(() -> Search.parse("id = 'a' name = 'b'"))
        .hasMessage(
            "400: Search is not valid at position 10: expected AND, OR or the end, found 'name'");
    assertThatThrownBy(() -> Search.parse("id = 'it's big"))
        .hasMessageContaining("position 10: expected AND, OR or the end, found 's'");
    assertThatThrownBy(() -> Search.parse("id = 'open"))
        .hasMessageContaining("position 6: string is not closed");
  }

  @Test
  void limitsNestingToFiftyLevels() {
    assertThat(Search.parse("(".repeat(49) + "id = 'abc123'" + ")".repeat(49)).matches(CLUSTER))
        .isTrue();

    assertThatThrownBy(() -> Search.parse("(".repeat(4000) + "id = 'x'"))
        .hasMessageContaining("nested deeper than 50");
    assertThatThrownBy(() -> Search.parse("NOT ".repeat(2000) + "id = 'x'"))
        .hasMessageContaining("nested deeper than 50");
  }

  @Test
  void acceptsManyAlternativesWithoutNesting() {
    String search = "id = 'x' OR ".repeat(700) + "id = 'abc123'";

    assertThat(Search.parse(search).matches(CLUSTER)).isTrue();
    assertThatThrownBy(() -> Search.parse("id = 'x' OR ".repeat(2000) + "id = 'y'"))
        .hasMessageContaining("longer than 10000");
  }

  @Test
  void doesNotSlowDownOnManyWildcards() {
    ObjectNode document = Json.object().put("name", "a".repeat(4000));
    Search search = Search.parse("name LIKE '" + "%a".repeat(1500) + "%b'");

    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(search.matches(document)).isFalse());
  }
}
