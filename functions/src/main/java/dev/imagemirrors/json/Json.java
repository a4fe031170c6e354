package dev.imagemirrors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON value.
public sealed interface Json {
  record Text(String value) implements Json {}

  record Num(BigDecimal value) implements Json {}

  record Flag(boolean value) implements Json {}

  enum Null implements Json {
    NULL
  }

  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /// What a member of an object holds; JSON's null where there is no such member, or no object.
  default Json at(String name) {
    return this instanceof Members(var values) ? values.getOrDefault(name, Null.NULL) : Null.NULL;
  }

  /// The text, or null where this is not one.
  default @Nullable String asText() {
    return this instanceof Text(var value) ? value : null;
  }

  /// The number, or `otherwise` where this is not a whole one.
  default long asLong(long otherwise) {
    return this instanceof Num(var value)
            && (long) value.precision() - value.scale() < 19
            && value.stripTrailingZeros().scale() <= 0
        ? value.longValue()
        : otherwise;
  }

  /// The entries of an array; none where this is not one.
  default List<Json> items() {
    return this instanceof Items(var values) ? values : List.of();
  }

  /// The members of an object; none where this is not one.
  default Map<String, Json> members() {
    return this instanceof Members(var values) ? values : Map.of();
  }

  static Json of(@Nullable String text) {
    return text == null ? Null.NULL : new Text(text);
  }

  static Json of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  static Json of(boolean flag) {
    return new Flag(flag);
  }

  static Json texts(List<String> values) {
    return new Items(values.stream().<Json>map(Text::new).toList());
  }

  static Builder object() {
    return new Builder();
  }

  /// Builds an object, its members in the order they are put.
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    public Builder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    public Builder put(String name, @Nullable String text) {
      return put(name, of(text));
    }

    public Builder put(String name, long number) {
      return put(name, of(number));
    }

    /// Puts the member only where there is a value.
    public Builder putPresent(String name, @Nullable String text) {
      return text == null ? this : put(name, text);
    }

    public Builder putPresent(String name, @Nullable Json value) {
      return value == null ? this : put(name, value);
    }

    public Members build() {
      return new Members(members);
    }
  }

  /// Reads one JSON document. Nested deeper than 64, broken, with half a character in it, or with a
  /// member given twice with different values, it is a [JsonFault], which says where but never
  /// quotes what it read.
  static Json parse(byte[] utf8) throws JsonFault {
    if (!isUtf8(utf8)) {
      throw new JsonFault("is not UTF-8");
    }
    try (var parser = Streams.JSON.createParser(utf8)) {
      return Streams.document(parser);
    } catch (IOException broken) {
      throw Streams.fault(broken);
    }
  }

  static Json parse(String text) throws JsonFault {
    try (var parser = Streams.JSON.createParser(text)) {
      return Streams.document(parser);
    } catch (IOException broken) {
      throw Streams.fault(broken);
    }
  }

  /// Compact JSON.
  default String write() {
    return Streams.write(this);
  }

  /// The same value with the members of every object in the order of their names: one value, one
  /// text.
  default Json sorted() {
    return switch (this) {
      case Members(var values) -> {
        var sorted = new TreeMap<String, Json>();
        values.forEach((name, value) -> sorted.put(name, value.sorted()));
        yield new Members(sorted);
      }
      case Items(var values) -> new Items(values.stream().map(Json::sorted).toList());
      case Text _, Num _, Flag _, Null _ -> this;
    };
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      return true;
    } catch (java.nio.charset.CharacterCodingException _) {
      return false;
    }
  }

  /// Values from and to any of Jackson's streams, so that YAML is read and written as JSON is.
  final class Streams {
    private static final int NESTING = 64;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonFactory JSON =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // As RFC 8785 has it, so that others compute the same hash of the same value.
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Streams() {}

    static Json document(JsonParser parser) throws IOException, JsonFault {
      if (parser.nextToken() == null) {
        throw new JsonFault("is empty");
      }
      var value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonFault("goes on after its end, at " + place(parser));
      }
      return value;
    }

    public static Json value(JsonParser parser) throws IOException, JsonFault {
      return switch (parser.currentToken()) {
        case START_OBJECT -> members(parser);
        case START_ARRAY -> {
          var items = new ArrayList<Json>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
          }
          yield new Items(items);
        }
        case VALUE_STRING -> new Text(whole(parser.getText(), parser));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(number(parser));
        case VALUE_TRUE -> new Flag(true);
        case VALUE_FALSE -> new Flag(false);
        case VALUE_NULL -> Null.NULL;
        case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
            throw new JsonFault("is not JSON, at " + place(parser));
      };
    }

    /// An escape can stand for one half of a character. It would be lost on its way over a network,
    /// and with it the hash of what it stands in.
    private static String whole(String text, JsonParser parser) throws JsonFault {
      for (var i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
            throw new JsonFault("has half a character, at " + place(parser));
          }
          i++;
        }
      }
      return text;
    }

    private static BigDecimal number(JsonParser parser) throws IOException, JsonFault {
      try {
        var number = parser.getDecimalValue();
        // With the point and exponent that it is written with, it can be longer than it was.
        if (number.toString().length() > LONGEST_NUMBER) {
          throw new JsonFault("has a number that is too long, at " + place(parser));
        }
        return number;
      } catch (NumberFormatException _) {
        throw new JsonFault("has a number out of range, at " + place(parser));
      }
    }

    private static Members members(JsonParser parser) throws IOException, JsonFault {
      var members = new LinkedHashMap<String, Json>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = whole(parser.currentName(), parser);
        parser.nextToken();
        var value = value(parser);
        var earlier = members.putIfAbsent(name, value);
        if (earlier != null && !earlier.equals(value)) {
          throw new JsonFault("gives '" + name + "' twice, with different values");
        }
      }
      return new Members(members);
    }

    static String write(Json value) {
      var text = new StringWriter();
      try (var generator = JSON.createGenerator(text)) {
        write(generator, value);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return text.toString();
    }

    public static void write(JsonGenerator generator, Json value) throws IOException {
      switch (value) {
        case Text(var text) -> generator.writeString(text);
        case Num(var number) -> generator.writeNumber(number);
        case Flag(var flag) -> generator.writeBoolean(flag);
        case Null _ -> generator.writeNull();
        case Items(var items) -> {
          generator.writeStartArray();
          for (var item : items) {
            write(generator, item);
          }
          generator.writeEndArray();
        }
        case Members(var members) -> {
          generator.writeStartObject();
          for (var member : members.entrySet()) {
            generator.writeFieldName(member.getKey());
            write(generator, member.getValue());
          }
          generator.writeEndObject();
        }
      }
    }

    private static JsonFault fault(IOException broken) {
      var reason =
          broken instanceof StreamConstraintsException
              ? "is nested deeper than " + NESTING + " or has a number that is too long"
              : "is not JSON";
      return broken instanceof JsonProcessingException at && at.getLocation() != null
          ? new JsonFault(reason + ", at " + place(at.getLocation()))
          : new JsonFault(reason);
    }

    private static String place(JsonParser parser) {
      return place(parser.currentLocation());
    }

    private static String place(JsonLocation location) {
      return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
  }
}
