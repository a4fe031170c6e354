package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Image mirrors in requests of OCM's clients.
class MirrorBodyTest {
  @Test
  void acceptsReadOnlyAttributes() {
    var body =
        MirrorBody.read(
            """
            {"kind": "ImageMirror", "id": "1", "href": "/x", "type": "digest", "source": "a/b",
             "mirrors": ["m/b"], "creation_timestamp": "then", "last_update_timestamp": "then"}
            """);

    assertThat(body).isEqualTo(new MirrorBody(new Source("a/b"), MirrorList.of("m/b")));
  }

  @Test
  void keepsValuesAsTheyWereSent() {
    var wanted =
        MirrorBody.read(
                """
                {"source": " https://a/b:tag\u00a0", "mirrors": ["{region}.m/b ", " ", " "]}
                """)
            .wanted();

    assertThat(wanted.source().value()).isEqualTo(" https://a/b:tag\u00a0");
    assertThat(wanted.mirrors().values()).containsExactly("{region}.m/b ", " ", " ");
  }

  /// These cannot be stored, or sent.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mirrors\": [\"m/b\"]}",
        "{\"source\": null, \"mirrors\": [\"m/b\"]}",
        "{\"source\": \"\", \"mirrors\": [\"m/b\"]}",
        "{\"source\": 1, \"mirrors\": [\"m/b\"]}",
        "{\"source\": \"a/b\"}",
        "{\"source\": \"a/b\", \"mirrors\": null}",
        "{\"source\": \"a/b\", \"mirrors\": [\"\"]}",
        "{\"source\": \"a/b\", \"mirrors\": [null]}",
      })
  void refusesWhatCannotBeSent(String body) {
    assertThatThrownBy(() -> MirrorBody.read(body).wanted()).isInstanceOf(OcmError.class);
  }

  @Test
  void limitsLengths() {
    var longest = "x".repeat(255);
    var list = Json.strings(Collections.nCopies(255, longest));
    var body = Json.object().put("source", longest).put("mirrors", list);

    assertThat(MirrorBody.read(JsonWriter.write(body.build())).wanted().mirrors().values())
        .hasSize(255);
    assertThatThrownBy(
            () -> MirrorBody.read(JsonWriter.write(body.put("source", longest + "x").build())))
        .hasMessage("Image mirror source and mirrors must have 1 to 255 characters");
    assertThatThrownBy(() ->
            MirrorBody.read(
                JsonWriter.write(
                    Json.object()
                        .put("mirrors", Json.strings(Collections.nCopies(256, "m/b")))
                        .build())))
        .hasMessage("Image mirror cannot have more than 255 mirrors");
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
            () -> MirrorBody.read("{\"source\": \"a/b\", \"%s\": true}".formatted(field)))
        .isInstanceOf(OcmError.class)
        .hasMessage(
            "Unknown attribute '%s': an image mirror has 'source', 'mirrors' and 'type'"
                .formatted(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"mirrors\": \"m/b\"}", "{\"type\": \"tag\"}"})
  void refusesInvalidBodies(String body) {
    assertThatThrownBy(() -> MirrorBody.read(body.isEmpty() ? null : body))
        .isInstanceOf(OcmError.class);
  }
}
