package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.json.JsonReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorJsonTest {
  private static final ImageMirror MIRROR =
      new ImageMirror("1", "quay.io/team", List.of("mirror.corp.com/team"), null, null);

  @Test
  void readsBackWhatItWrites() {
    assertThat(MirrorJson.read(MirrorJson.write(MIRROR).build())).isEqualTo(MIRROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"mirrors\": null", ", \"mirrors\": []"})
  void readsAMirrorWithoutAList(String mirrors) throws Exception {
    assertThat(
            MirrorJson.read(
                JsonReader.read("{\"id\": \"1\", \"source\": \"quay.io/team\"" + mirrors + "}")))
        .isEqualTo(new ImageMirror("1", "quay.io/team", List.of(), null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"source\": \"quay.io/team\", \"mirrors\": []}",
        "{\"id\": \"\", \"source\": \"quay.io/team\", \"mirrors\": []}",
        "{\"id\": \"1\", \"mirrors\": []}",
        "{\"id\": 1, \"source\": \"quay.io/team\", \"mirrors\": []}",
        "{\"id\": \"1\", \"source\": \"quay.io/team\", \"mirrors\": \"mirror.corp.com/team\"}",
        "{\"id\": \"1\", \"source\": \"quay.io/team\", \"mirrors\": {}}",
        "{\"id\": \"1\", \"source\": \"quay.io/team\", \"mirrors\": 1}",
        "{\"id\": \"1\", \"source\": \"quay.io/team\", \"mirrors\": [1]}",
        "[]"
      })
  void readsNothingWhereAValueIsAbsentOrOfAnotherType(String json) throws Exception {
    assertThat(MirrorJson.read(JsonReader.read(json))).isNull();
  }
}
