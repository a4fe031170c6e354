package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What OCM's clients say about a mirror.
class MirrorBodyTest {
  @Test
  void maySayAgainWhatOcmHasSaid() {
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

  /// A write that waited for its cluster would hold the lane, and nobody could send it.
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
  void knowsNoFieldsButThoseOfOcm(String field) {
    assertThatThrownBy(
            () -> MirrorBody.fields("{\"source\": \"a/b\", \"%s\": true}".formatted(field)))
        .isInstanceOf(OcmError.class)
        .hasMessage(
            "An image mirror has no '%s': it has 'source', 'mirrors' and 'type'".formatted(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"mirrors\": \"m/b\"}", "{\"type\": \"tag\"}"})
  void areRefusedWhereTheyAreNoMirror(String body) {
    assertThatThrownBy(() -> MirrorBody.fields(body.isEmpty() ? null : body))
        .isInstanceOf(OcmError.class);
  }
}
