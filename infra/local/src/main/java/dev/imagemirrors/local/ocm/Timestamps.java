package dev.imagemirrors.local.ocm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// RFC 3339 in UTC with microseconds: strings of one length, which sort by time.
final class Timestamps {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  static String text(Instant instant) {
    return FORMAT.format(instant);
  }

  static Instant of(Instant now) {
    return now.truncatedTo(ChronoUnit.MICROS);
  }

  /// The current time, or a microsecond after `earlier` if the clock has not moved past it.
  static Instant after(Instant earlier, Instant now) {
    var next = earlier.plus(1, ChronoUnit.MICROS);
    var current = of(now);
    return current.isBefore(next) ? next : current;
  }
}
