package dev.imagemirrors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads one JSON document.
///
/// A document is refused with a [JsonFault] when it is not valid JSON, is nested deeper than 64
/// levels, contains an unpaired surrogate, or contains a member twice with different values. The
/// fault gives the position and never quotes a value.
public final class JsonReader {
  private static final int NESTING = 64;
  private static final int LONGEST_NUMBER = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  public static Json read(byte[] utf8) throws JsonFault {
    if (!isUtf8(utf8)) {
      throw new JsonFault("is not valid UTF-8");
    }
    try (var parser = FACTORY.createParser(utf8)) {
      return new JsonReader(parser).document();
    } catch (IOException broken) {
      throw fault(broken);
    }
  }

  public static Json read(String text) throws JsonFault {
    try (var parser = FACTORY.createParser(text)) {
      return new JsonReader(parser).document();
    } catch (IOException broken) {
      throw fault(broken);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private Json document() throws IOException, JsonFault {
    if (parser.nextToken() == null) {
      throw new JsonFault("is empty");
    }
    var value = value();
    if (parser.nextToken() != null) {
      throw fault("has unexpected content after the document");
    }
    return value;
  }

  private Json value() throws IOException, JsonFault {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members();
      case START_ARRAY -> {
        var items = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value());
        }
        yield new Json.Items(items);
      }
      case VALUE_STRING -> new Json.Str(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(number());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.Null.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw fault("is not valid JSON");
    };
  }

  /// An escape can stand for an unpaired surrogate. UTF-8 cannot encode it: it would be lost on the
  /// network, and with it the hash of the text that contains it.
  private String wellFormed(String text) throws JsonFault {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw fault("contains an unpaired surrogate");
        }
        i++;
      }
    }
    return text;
  }

  private BigDecimal number() throws IOException, JsonFault {
    try {
      var number = parser.getDecimalValue();
      // A number can be longer when it is written, with a decimal point and an exponent.
      if (number.toString().length() > LONGEST_NUMBER) {
        throw fault("contains a number that is too long");
      }
      return number;
    } catch (NumberFormatException _) {
      throw fault("contains a number out of range");
    }
  }

  private Json.Members members() throws IOException, JsonFault {
    var members = new LinkedHashMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = wellFormed(parser.currentName());
      parser.nextToken();
      var value = value();
      var earlier = members.putIfAbsent(name, value);
      if (earlier != null && !earlier.equals(value)) {
        throw new JsonFault("contains '" + name + "' twice, with different values");
      }
    }
    return new Json.Members(members);
  }

  private JsonFault fault(String reason) {
    return at(reason, parser.currentLocation());
  }

  private static JsonFault fault(IOException broken) {
    var reason =
        broken instanceof StreamConstraintsException
            ? "is nested deeper than " + NESTING + " levels or contains a number that is too long"
            : "is not valid JSON";
    return broken instanceof JsonProcessingException located && located.getLocation() != null
        ? at(reason, located.getLocation())
        : new JsonFault(reason);
  }

  private static JsonFault at(String reason, JsonLocation location) {
    return new JsonFault(
        reason + ", at line " + location.getLineNr() + ", column " + location.getColumnNr());
  }
}
