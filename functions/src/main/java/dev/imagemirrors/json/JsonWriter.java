package dev.imagemirrors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.imagemirrors.text.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes compact JSON that can be read again: an unpaired surrogate is written as U+FFFD.
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Lower case as in RFC 8785, so that other tools compute the same hash of the same value.
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  private JsonWriter() {}

  public static String write(Json value) {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /// The same value for a person's terminal: what [Text#isPrintable(int)] is not is escaped.
  /// Outside of strings, JSON has only ASCII.
  public static String printable(Json value) {
    var json = write(value);
    if (json.codePoints().allMatch(Text::isPrintable)) {
      return json;
    }
    var escaped = new StringBuilder();
    json.codePoints()
        .forEach(c -> {
          if (Text.isPrintable(c)) {
            escaped.appendCodePoint(c);
          } else {
            Character.toString(c)
                .chars()
                .forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
          }
        });
    return escaped.toString();
  }

  private static void write(JsonGenerator generator, Json value) throws IOException {
    switch (value) {
      case Json.Str(var text) -> generator.writeString(Text.wellFormed(text));
      case Json.Num(var number) -> generator.writeNumber(number);
      case Json.Bool(var bool) -> generator.writeBoolean(bool);
      case Json.Null _ -> generator.writeNull();
      case Json.Items(var items) -> {
        generator.writeStartArray();
        for (var item : items) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Json.Members(var members) -> {
        generator.writeStartObject();
        for (var member : members.entrySet()) {
          generator.writeFieldName(Text.wellFormed(member.getKey()));
          write(generator, member.getValue());
        }
        generator.writeEndObject();
      }
    }
  }
}
