package dev.imagemirrors.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON value.
public sealed interface Json {
  record Str(String value) implements Json {}

  record Num(BigDecimal value) implements Json {}

  record Bool(boolean value) implements Json {}

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

  /// The value of a member; JSON's null when there is no such member, or this is not an object.
  default Json at(String name) {
    return this instanceof Members(var values) ? values.getOrDefault(name, Null.NULL) : Null.NULL;
  }

  /// The string, or null when this is not one.
  default @Nullable String asText() {
    return this instanceof Str(var value) ? value : null;
  }

  /// The number, or `otherwise` when this is not an integer of at most 18 digits.
  default long asLong(long otherwise) {
    return this instanceof Num(var value)
            && (long) value.precision() - value.scale() < 19
            && value.stripTrailingZeros().scale() <= 0
        ? value.longValue()
        : otherwise;
  }

  /// The elements of an array; empty when this is not one.
  default List<Json> items() {
    return this instanceof Items(var values) ? values : List.of();
  }

  /// The members of an object; empty when this is not one.
  default Map<String, Json> members() {
    return this instanceof Members(var values) ? values : Map.of();
  }

  static Json of(@Nullable String text) {
    return text == null ? Null.NULL : new Str(text);
  }

  static Json of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  static Json of(boolean bool) {
    return new Bool(bool);
  }

  static Json strings(List<String> values) {
    return new Items(values.stream().<Json>map(Str::new).toList());
  }

  static Builder object() {
    return new Builder();
  }

  /// Builds an object that keeps its members in the order of the calls.
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

    /// Adds the member unless the value is null.
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

  /// The same value with the members of every object sorted by name, so that equal values have
  /// equal text.
  default Json sorted() {
    return switch (this) {
      case Members(var values) -> {
        var sorted = new TreeMap<String, Json>();
        values.forEach((name, value) -> sorted.put(name, value.sorted()));
        yield new Members(sorted);
      }
      case Items(var values) -> new Items(values.stream().map(Json::sorted).toList());
      case Str _, Num _, Bool _, Null _ -> this;
    };
  }
}
