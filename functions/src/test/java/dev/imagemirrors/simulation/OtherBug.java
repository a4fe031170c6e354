package dev.imagemirrors.simulation;

import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;

/// Bugs in what is left: time, the queue, and the bus.
enum OtherBug implements Bug {
  NEVER_WAITS("a pause is no pause", Invariant.ONE_AT_A_TIME) {
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

  KNOWS_NO_DEADLINE("time does not pass", Invariant.IN_TIME) {
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

  LOSES_MESSAGES("the queue loses messages, and nobody recovers what waits", Invariant.ENDS) {
    @Override
    public boolean losesMessages() {
      return true;
    }

    @Override
    public boolean isRecovered() {
      return false;
    }
  },

  ANNOUNCES_NOTHING("an announcement is lost now and then", Invariant.ANNOUNCED) {
    @Override
    public boolean losesAnnouncements() {
      return true;
    }
  };

  private final String words;
  private final Invariant breaks;

  OtherBug(String words, Invariant breaks) {
    this.words = words;
    this.breaks = breaks;
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public Invariant breaks() {
    return breaks;
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
