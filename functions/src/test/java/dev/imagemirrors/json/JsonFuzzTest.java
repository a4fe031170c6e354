package dev.imagemirrors.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any JSON value is read back as it was written, also as UTF-8.
class JsonFuzzTest {
  @FuzzTest
  void isReadBackAsItWasWritten(byte[] input) throws JsonFault {
    Json value;
    try {
      value = JsonReader.read(input);
    } catch (JsonFault fault) {
      assertThat(fault.reason()).hasSizeLessThan(input.length + 120);
      return;
    }

    var text = JsonWriter.write(value);
    assertThat(JsonReader.read(text)).isEqualTo(value);
    assertThat(JsonReader.read(text.getBytes(UTF_8))).isEqualTo(value);
    assertThat(text).hasSizeLessThan(6 * input.length + 20);
    var sorted = value.sorted();
    assertThat(JsonWriter.write(sorted.sorted())).isEqualTo(JsonWriter.write(sorted));
    assertThat(JsonReader.read(JsonWriter.write(sorted))).isEqualTo(value);
  }
}
