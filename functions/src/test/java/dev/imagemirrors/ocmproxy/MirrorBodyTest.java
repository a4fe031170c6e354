package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Image mirrors in requests of OCM's clients.
class MirrorBodyTest {
  @Test
  void acceptsReadOnlyAttributes() {
    var fields =
        MirrorBody.fields(
            """
            {"kind": "ImageMirror", "id": "1", "href": "/x", "type": "digest", "source": "a/b",
             "mirrors": ["m/b"], "creation_timestamp": "then", "last_update_timestamp": "then"}
            """);

    assertThat(fields)
        .isEqualTo(
            Map.of(
                "type", Json.of("digest"),
                "source", Json.of("a/b"),
                "mirrors", Json.strings(List.of("m/b"))));
  }

  /// A write that waits for its cluster would hold the lane, and could not be sent without the
  /// caller.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "defer_until_ready",
        "idempotency_key",
        "version",
        "reason",
        "yes",
        "cluster",
        "region",
        "mirors"
      })
  void refusesOtherAttributes(String field) {
    assertThatThrownBy(
            () -> MirrorBody.fields("{\"source\": \"a/b\", \"%s\": true}".formatted(field)))
        .isInstanceOf(OcmError.class)
        .hasMessage(
            "Unknown attribute '%s': an image mirror has 'source', 'mirrors' and 'type'"
                .formatted(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"mirrors\": \"m/b\"}", "{\"type\": \"tag\"}"})
  void refusesInvalidBodies(String body) {
    assertThatThrownBy(() -> MirrorBody.fields(body.isEmpty() ? null : body))
        .isInstanceOf(OcmError.class);
  }
}
