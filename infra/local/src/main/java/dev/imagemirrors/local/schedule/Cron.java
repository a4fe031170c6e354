package dev.imagemirrors.local.schedule;

import dev.imagemirrors.local.template.TemplateFault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableSet;

/// `cron(minutes hours day-of-month month day-of-week year)`, in UTC.
record Cron(
    NavigableSet<Integer> minutes,
    NavigableSet<Integer> hours,
    NavigableSet<Integer> days,
    NavigableSet<Integer> months,
    NavigableSet<Integer> weekdays,
    NavigableSet<Integer> years)
    implements Times {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  /// Weekdays of EventBridge start with Sunday as 1.
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final int LAST_YEAR = 2199;

  static Cron of(String fields) {
    var parts = List.of(fields.trim().split("\\s+"));
    if (parts.size() != 6) {
      throw new TemplateFault("cron(" + fields + ")", "must have six fields");
    }
    return new Cron(
        CronField.parse(parts.get(0), 0, 59, List.of()),
        CronField.parse(parts.get(1), 0, 23, List.of()),
        CronField.parse(parts.get(2), 1, 31, List.of()),
        CronField.parse(parts.get(3), 1, 12, MONTHS),
        CronField.parse(parts.get(4), 1, 7, WEEKDAYS),
        CronField.parse(parts.get(5), 1970, LAST_YEAR, List.of()));
  }

  @Override
  public Instant after(Instant now) {
    var from =
        LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusMinutes(1).withSecond(0).withNano(0);
    var time = from.toLocalTime();
    for (var date = from.toLocalDate(); date.getYear() <= LAST_YEAR; date = date.plusDays(1)) {
      if (matches(date)) {
        for (int hour : hours.tailSet(time.getHour())) {
          var minute = minutes.ceiling(hour == time.getHour() ? time.getMinute() : 0);
          if (minute != null) {
            return date.atTime(hour, minute).toInstant(ZoneOffset.UTC);
          }
        }
      }
      time = LocalTime.MIDNIGHT;
    }
    return Instant.MAX;
  }

  private boolean matches(LocalDate date) {
    return years.contains(date.getYear())
        && months.contains(date.getMonthValue())
        && days.contains(date.getDayOfMonth())
        && weekdays.contains(date.getDayOfWeek().getValue() % 7 + 1);
  }
}
