package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The fields of an event, taken one by one with their types.
///
/// Faults are collected until [#check()] throws all of them, with one for each unknown field. Until
/// then a value with a fault is null.
public final class Fields {
  private static final Pattern SPACED = Pattern.compile("[^\\s,]\\s+[^\\s,]");

  private final Event event;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> ignored = new HashSet<>();
  private final List<InvalidField> faults;

  public Fields(Event event) {
    this.event = event;
    this.faults = new ArrayList<>(event.faults());
  }

  public Event event() {
    return event;
  }

  public @Nullable String text(String name) {
    return switch (given(name)) {
      case Json.Str(var value) when !value.isBlank() -> value.strip();
      case Json.Str _, Json.Null _ -> null;
      case Json.Num _, Json.Bool _, Json.Items _, Json.Members _ -> {
        fault(name, "must be a string");
        yield null;
      }
    };
  }

  /// A required value, given as a string or an integer; `missing` is the reason when it is absent.
  public <T> @Nullable T requiredWord(String name, String missing, Function<String, T> make) {
    return given(name) instanceof Json.Num number && number.asLong(-1) >= 0
        ? made(() -> make.apply(Long.toString(number.asLong(0))))
        : required(name, missing, make);
  }

  /// An optional value that a constructor makes of a string, or refuses.
  public <T> @Nullable T optional(String name, Function<String, T> make) {
    var text = text(name);
    return text == null ? null : made(() -> make.apply(text));
  }

  /// An optional value that must not be blank: `blank` is the reason when it is. A caller who gives
  /// it relies on it, so it cannot be ignored.
  public <T> @Nullable T unlessBlank(String name, String blank, Function<String, T> make) {
    if (given(name) instanceof Json.Str(var value) && value.isBlank()) {
      fault(name, blank);
      return null;
    }
    return optional(name, make);
  }

  /// A required value; `missing` is the reason when it is absent.
  public <T> @Nullable T required(String name, String missing, Function<String, T> make) {
    var given = faults.size();
    var text = text(name);
    if (text != null) {
      return made(() -> make.apply(text));
    }
    if (faults.size() == given) {
      fault(name, missing);
    }
    return null;
  }

  public boolean flag(String name) {
    return switch (given(name)) {
      case Json.Bool(var value) -> value;
      case Json.Null _ -> false;
      case Json.Str(var value) when value.equals("true") -> true;
      case Json.Str(var value) when value.equals("false") -> false;
      case Json.Str _, Json.Num _, Json.Items _, Json.Members _ -> {
        fault(name, "must be true or false");
        yield false;
      }
    };
  }

  public long number(String name, long fallback, long least, long most) {
    var value = given(name);
    if (value instanceof Json.Null) {
      return fallback;
    }
    var text = value.asText();
    var number = text == null ? value.asLong(least - 1) : parsed(text, least - 1);
    if (number < least || number > most) {
      fault(name, "must be an integer from " + least + " to " + most);
      return fallback;
    }
    return number;
  }

  /// An array, or a string with commas between the entries; spaces around commas are dropped. Each
  /// entry is made of its index and its string. Null when any entry has a fault.
  public <T> @Nullable List<T> list(String name, BiFunction<Integer, String, T> make) {
    return switch (given(name)) {
      case Json.Str(var value) when value.isBlank() -> List.of();
      case Json.Str(var value) when SPACED.matcher(value.strip()).find() -> {
        fault(name, "has a space within an entry; use commas between entries");
        yield null;
      }
      case Json.Str(var value) ->
          list(name, Arrays.stream(value.split(",", -1)).<Json>map(Json.Str::new).toList(), make);
      case Json.Items(var items) -> list(name, items, make);
      case Json.Null _ -> List.of();
      case Json.Num _, Json.Bool _, Json.Members _ -> {
        fault(name, "must be an array of strings, or a string with commas between them");
        yield null;
      }
    };
  }

  /// An array of objects, each read by `make` as its own fields. Null when any has a fault.
  public <T> @Nullable List<T> objects(String name, BiFunction<String, Fields, @Nullable T> make) {
    return objects(name, given(name), make);
  }

  /// The same for an array that is not the value of a field.
  ///
  /// @param name the field that faults are reported for
  public <T> @Nullable List<T> objects(
      String name, Json array, BiFunction<String, Fields, @Nullable T> make) {
    if (!(array instanceof Json.Items(var items))) {
      if (!(array instanceof Json.Null)) {
        fault(name, "must be an array of objects");
        return null;
      }
      return List.of();
    }
    var list = new ArrayList<T>();
    for (var i = 0; i < items.size(); i++) {
      var target = name + "[" + i + "]";
      if (!(items.get(i) instanceof Json.Members members)) {
        fault(target, "must be an object");
        continue;
      }
      var inner = new Fields(event.with(members));
      var made = make.apply(target, inner);
      var wrong = inner.unread();
      wrong.forEach(fault -> fault(target + "." + fault.field(), fault.reason()));
      if (made != null && wrong.isEmpty()) {
        list.add(made);
      }
    }
    return list.size() == items.size() ? list : null;
  }

  /// Whether a field that was read so far has a fault.
  public boolean hasFaults() {
    return !faults.isEmpty();
  }

  /// Whether the event has a field that hints do not name, because it is another name of one.
  boolean hasGiven(String name) {
    return !(event.given().getOrDefault(name, Json.Null.NULL) instanceof Json.Null);
  }

  /// Whether the event has the field.
  public boolean has(String name) {
    return !(given(name) instanceof Json.Null);
  }

  /// Whether the event has no such field, or an empty one, which is the same.
  public boolean isBlank(String name) {
    return switch (given(name)) {
      case Json.Str(var value) -> value.isBlank();
      case Json.Null _ -> true;
      case Json.Num _, Json.Bool _, Json.Items _, Json.Members _ -> false;
    };
  }

  /// A string with its spaces and line breaks, also at its ends; null when it is absent or not a
  /// string.
  public @Nullable String whole(String name) {
    return switch (given(name)) {
      case Json.Str(var value) -> value;
      case Json.Null _ -> null;
      case Json.Num _, Json.Bool _, Json.Items _, Json.Members _ -> {
        fault(name, "must be a string");
        yield null;
      }
    };
  }

  /// The value that `make` returns, or null after recording its fault.
  public <T> @Nullable T made(Supplier<T> make) {
    try {
      return make.get();
    } catch (InvalidField fault) {
      faults.add(fault);
      return null;
    }
  }

  public void fault(String field, String reason) {
    faults.add(new InvalidField(field, reason));
  }

  /// Throws [Faults] when a field has a fault, or is unknown. To be called after all fields are
  /// read.
  public void check() {
    if (!unread().isEmpty()) {
      throw new Faults(faults);
    }
  }

  /// All faults, with one for each unknown field.
  private List<InvalidField> unread() {
    var unknown = new HashSet<>(event.given().keySet());
    unknown.removeAll(known);
    unknown.removeAll(ignored);
    unknown.stream().sorted().forEach(name -> fault(name, "unknown field" + hint(name)));
    return faults;
  }

  /// Leaves fields unread that replies have, so that a reply can be sent as a request.
  public void ignore(Collection<String> names) {
    ignored.addAll(names);
  }

  private Json given(String name) {
    known.add(name);
    return event.given().getOrDefault(name, Json.Null.NULL);
  }

  private <T> @Nullable List<T> list(
      String name, List<Json> items, BiFunction<Integer, String, T> make) {
    var list = new ArrayList<T>();
    for (var i = 0; i < items.size(); i++) {
      var index = i;
      var text = items.get(i).asText();
      if (text == null) {
        fault(name + "[" + i + "]", "must be a string");
        continue;
      }
      var entry = made(() -> make.apply(index, text.strip()));
      if (entry != null) {
        list.add(entry);
      }
    }
    return list.size() == items.size() ? list : null;
  }

  private static long parsed(String text, long fallback) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return fallback;
    }
  }

  private String hint(String name) {
    return Spelling.nearest(name, known)
        .map(field -> "; did you mean '" + field + "'?")
        .orElseGet(() -> "; the fields are " + String.join(", ", known));
  }
}
