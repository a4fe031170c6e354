package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.history.Filter;
import dev.imagemirrors.json.Json;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
  private static final Json.Members NONE = Json.object().build();
  private static final Json.Members OF_A_MIRROR = Json.object().put("mirror", "a/b").build();

  private static Listing read(String event) {
    return read(event, NONE);
  }

  private static Listing read(String event, Json.Members more) {
    var fields = new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true));
    var listing =
        Listing.read(fields, new Listing.Sizes(20, 100), more, text -> text.matches("[0-9]+"));
    fields.check();
    return listing;
  }

  @Test
  void listsAllNewestFirstByDefault() {
    var listing = read("{}");

    assertThat(listing.filter()).isEqualTo(Filter.NONE);
    assertThat(listing.oldestFirst()).isFalse();
    assertThat(listing.position()).isNull();
    assertThat(listing.limit()).isEqualTo(20);
  }

  @Test
  void readsFiltersAndOrder() {
    var listing =
        read(
            """
            {"since": "2026-01-02T03:04:05Z", "until": "2026-01-03T03:04:05+01:00", "by": "bus:ci",
             "outcome": "refused, failed", "order": "asc", "limit": 7}
            """);

    assertThat(listing.filter())
        .isEqualTo(
            new Filter(
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-03T02:04:05Z"),
                "bus:ci",
                Set.of("refused", "failed")));
    assertThat(listing.oldestFirst()).isTrue();
    assertThat(listing.limit()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'since': 'yesterday' | since: must be an ISO 8601 time such as 2026-01-02T03:04:05Z",
        "'until': '2026-01-02' | until: must be an ISO 8601 time such as 2026-01-02T03:04:05Z",
        "'since': 5 | since: must be a string",
        "'since': '2026-01-02T00:00:00Z', 'until': '2026-01-02T00:00:00Z' | until: must be after 'since'",
        "'outcome': 'created,done' | outcome: must be one of created, updated, deleted, unchanged, refused, failed, cancelled",
        "'outcome': true | outcome: must be an array of strings, or a string with commas between them",
        "'order': 'ASC' | order: must be asc (oldest first) or desc (newest first)",
        "'next': '7' | next: must be the 'next' value of an earlier reply",
        "'next': 'x:0' | next: must be the 'next' value of an earlier reply",
        "'next': '7:0:0' | next: must be the 'next' value of an earlier reply",
        "'next': 7 | next: must be a string",
        "'limit': 101 | limit: must be an integer from 1 to 100",
      })
  void namesTheFieldOfAFault(String members, String fault) {
    assertThatThrownBy(() -> read("{" + members.replace('\'', '"') + "}"))
        .isInstanceOf(Faults.class)
        .hasMessage(fault);
  }

  @Test
  void limitsTheLengthOfACaller() {
    assertThatThrownBy(() -> read("{\"by\": \"" + "x".repeat(2_049) + "\"}"))
        .hasMessage("by: has 2049 characters; at most 2048 are allowed");
  }

  @Test
  void continuesTheSameListFromItsNext() {
    var filters = "\"outcome\": [\"failed\", \"refused\"], \"order\": \"asc\"";
    var next = read("{" + filters + "}").next("42");

    var listing =
        read(
            "{\"outcome\": \"refused,failed\", \"order\": \"asc\", \"limit\": 3, \"next\": \""
                + next
                + "\"}");

    assertThat(listing.position()).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"order\": \"asc\"",
        "\"by\": \"pat\"",
        "\"outcome\": \"failed\"",
        "\"since\": \"2026-01-02T03:04:05Z\"",
        "\"until\": \"2026-01-02T03:04:05Z\"",
      })
  void refusesTheNextOfAnotherList(String filter) {
    var next = ", \"next\": \"" + read("{}").next("42") + "\"}";
    var fault =
        "next: is of a list with another order or other filters; send it with the fields of the"
            + " request that returned it";

    assertThatThrownBy(() -> read("{" + filter + next)).hasMessage(fault);
    assertThatThrownBy(() -> read("{\"limit\": 1" + next, OF_A_MIRROR)).hasMessage(fault);
  }
}
