package dev.imagemirrors.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  /// RFC 8785 and the usual tools write the digits of an escape in lower case; history hashes
  /// depend on it.
  @Test
  void escapesControlCharactersAsOthersDo() {
    assertThat(Json.of("\u001b\n\u0000").write()).isEqualTo("\"\\u001b\\n\\u0000\"");
  }
}
