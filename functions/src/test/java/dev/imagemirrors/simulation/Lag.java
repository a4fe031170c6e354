package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.function.Supplier;

/// How far behind the tables are what is read of them.
interface Lag {
  Lag NONE = ofIndex(() -> Duration.ZERO);

  /// The lag of a query of an index.
  Duration ofIndex();

  /// The lag of a read that is not requested to be consistent.
  Duration ofRead();

  /// Only indexes lag.
  static Lag ofIndex(Supplier<Duration> lag) {
    return new Lag() {
      @Override
      public Duration ofIndex() {
        return lag.get();
      }

      @Override
      public Duration ofRead() {
        return Duration.ZERO;
      }
    };
  }

  static Lag injectedBy(FaultInjector faults) {
    return new Lag() {
      @Override
      public Duration ofIndex() {
        return faults.injects(Fault.INDEX_LAGS) ? faults.millis(1, 2_000) : Duration.ZERO;
      }

      @Override
      public Duration ofRead() {
        return faults.injects(Fault.READ_LAGS) ? faults.millis(1, 300) : Duration.ZERO;
      }
    };
  }
}
