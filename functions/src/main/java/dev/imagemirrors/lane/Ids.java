package dev.imagemirrors.lane;

import dev.imagemirrors.time.Time;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// New IDs for operations and lane holders: 48 bits of time, then 80 random bits, in Crockford's
/// base 32, so that they sort by time (a ULID).
public record Ids(Time time, RandomGenerator random) {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  public String next() {
    var id = new StringBuilder(26);
    append(id, time.now().toEpochMilli(), 10);
    append(id, random.nextLong(), 8);
    append(id, random.nextLong(), 8);
    return id.toString();
  }

  /// The time at which an ID was created.
  static Instant time(String id) {
    var millis = 0L;
    for (var digit : id.substring(0, 10).toCharArray()) {
      millis = millis << 5 | DIGITS.indexOf(digit);
    }
    return Instant.ofEpochMilli(millis);
  }

  private static void append(StringBuilder id, long bits, int digits) {
    for (var shift = 5 * (digits - 1); shift >= 0; shift -= 5) {
      id.append(DIGITS.charAt((int) (bits >>> shift) & 31));
    }
  }
}
