package dev.imagemirrors.local.schedule;

import dev.imagemirrors.local.template.TemplateFault;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/// The times at which a schedule is due.
public sealed interface Times permits Times.Rate, Cron {
  Instant after(Instant now);

  /// `rate(5 minutes)`
  record Rate(Duration interval) implements Times {
    @Override
    public Instant after(Instant now) {
      return now.plus(interval);
    }
  }

  Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");
  Pattern CRON = Pattern.compile("cron\\((.+)\\)");

  /// Parses a schedule expression.
  static Times of(String expression) {
    var rate = RATE.matcher(expression);
    if (rate.matches()) {
      long count = Long.parseLong(rate.group(1));
      return new Rate(
          switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    var cron = CRON.matcher(expression);
    if (cron.matches()) {
      return Cron.of(cron.group(1));
    }
    throw new TemplateFault("the schedule " + expression, "must be rate(…) or cron(…)");
  }
}
