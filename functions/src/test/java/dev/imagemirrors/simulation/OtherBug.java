package dev.imagemirrors.simulation;

import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;

/// Bugs in time, the queue and the bus.
enum OtherBug implements Bug {
  SKIPS_PAUSES("pauses are skipped", Invariant.EXCLUSIVE_LANES) {
    @Override
    public Time time(Time time) {
      return new Other(time) {
        @Override
        public void sleep(Duration duration) {
          time.sleep(Duration.ofMillis(1));
        }
      };
    }
  },

  STOPPED_CLOCK("the clock stands still", Invariant.WITHIN_DEADLINES) {
    @Override
    public Time time(Time time) {
      return new Other(time) {
        @Override
        public long nanos() {
          return 0;
        }
      };
    }
  },

  LOSES_MESSAGES("the queue loses messages, and recovery is off", Invariant.EVERY_OPERATION_ENDS) {
    @Override
    public boolean losesMessages() {
      return true;
    }

    @Override
    public boolean isRecovered() {
      return false;
    }
  },

  LOSES_ANNOUNCEMENTS("an announcement is lost now and then", Invariant.EVERY_END_ANNOUNCED) {
    @Override
    public boolean losesAnnouncements() {
      return true;
    }
  };

  private final String description;
  private final Invariant violates;

  OtherBug(String description, Invariant violates) {
    this.description = description;
    this.violates = violates;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Invariant violates() {
    return violates;
  }

  private static class Other implements Time {
    private final Time time;

    Other(Time time) {
      this.time = time;
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void sleep(Duration duration) {
      time.sleep(duration);
    }
  }
}
