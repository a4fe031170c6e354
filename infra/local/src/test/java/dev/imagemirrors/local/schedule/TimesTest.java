package dev.imagemirrors.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.template.TemplateFault;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rate(1 minute)               | 2026-01-30T10:21:30Z
          rate(5 minutes)              | 2026-01-30T10:25:30Z
          rate(2 hours)                | 2026-01-30T12:20:30Z
          rate(1 day)                  | 2026-01-31T10:20:30Z
          cron(* * * * ? *)            | 2026-01-30T10:21:00Z
          cron(0/15 * * * ? *)         | 2026-01-30T10:30:00Z
          cron(0 3 * * ? *)            | 2026-01-31T03:00:00Z
          cron(5,50 9-11 * * ? *)      | 2026-01-30T10:50:00Z
          cron(0 8 ? * MON-FRI *)      | 2026-02-02T08:00:00Z
          cron(0 8 ? * 1 *)            | 2026-02-01T08:00:00Z
          cron(0 0 1 JAN ? *)          | 2027-01-01T00:00:00Z
          cron(0 0 29 2 ? *)           | 2028-02-29T00:00:00Z
          cron(0 12 1 6 ? 2030)        | 2030-06-01T12:00:00Z
          """)
  void computesTheNextTimeOfASchedule(String expression, Instant next) {
    // A Friday.
    assertThat(Times.of(expression).after(Instant.parse("2026-01-30T10:20:30Z"))).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every day",
        "rate(1 week)",
        "cron(0 3 * *)",
        "cron(61 * * * ? *)",
        "cron(0 0 L * ? *)"
      })
  void rejectsInvalidExpressions(String expression) {
    assertThatThrownBy(() -> Times.of(expression)).isInstanceOf(TemplateFault.class);
  }
}
