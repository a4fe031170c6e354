package dev.imagemirrors.restore;

import dev.imagemirrors.history.Moment;
import dev.imagemirrors.mirror.InvalidField;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Moments of a history in a caller's notation: the number of an entry, or a time.
final class Moments {
  private static final String FIELD = "to";
  private static final int MAX_DIGITS = 18;

  private Moments() {}

  static Moment parse(String text) {
    if (text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Moment.AtEntry(Long.parseLong(text));
    }
    try {
      return new Moment.AtTime(Instant.parse(text));
    } catch (DateTimeParseException _) {
      throw new InvalidField(
          FIELD,
          "must be the number of a history entry, or an ISO 8601 time such as 2026-01-02T03:04:05Z");
    }
  }

  static String text(Moment moment) {
    return switch (moment) {
      case Moment.AtEntry(var number) -> Long.toString(number);
      case Moment.AtTime(var time) -> time.toString();
    };
  }

  /// Refuses a moment in the future.
  static void check(Moment moment, long newest, Instant now) {
    switch (moment) {
      case Moment.AtEntry(var number) when number > newest ->
          throw new InvalidField(FIELD, "is after the newest entry, which is " + newest);
      case Moment.AtTime(var time) when time.isAfter(now) ->
          throw new InvalidField(FIELD, "is in the future");
      case Moment.AtEntry _, Moment.AtTime _ -> {}
    }
  }
}
