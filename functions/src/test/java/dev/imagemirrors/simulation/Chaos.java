package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// All chance there is in a run. Of each kind of fault a run has none, some or many, as its seed
/// says: faults that hide each other must also come alone. When it is calm there are none.
final class Chaos {
  private final RandomGenerator random;
  private final Map<Fault, Double> often = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private boolean calm;

  Chaos(RandomGenerator random) {
    this.random = random;
    var wild = random.nextDouble();
    for (var fault : Fault.values()) {
      if (random.nextDouble() < wild) {
        often.put(fault, fault.most() * random.nextDouble());
      }
    }
  }

  RandomGenerator random() {
    return random;
  }

  void calms() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  /// Whether it happens this time.
  boolean strikes(Fault fault) {
    var chance = often.getOrDefault(fault, 0.0);
    if (calm || chance == 0.0 || random.nextDouble() >= chance) {
      return false;
    }
    struck.merge(fault, 1, Integer::sum);
    return true;
  }

  /// How often each kind has struck.
  Map<Fault, Integer> struck() {
    return struck;
  }

  boolean maybe(double chance) {
    return random.nextDouble() < chance;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  Duration between(Duration least, Duration most) {
    return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
  }

  Duration millis(int least, int most) {
    return between(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /// Chance of somebody's own, which depends on this one.
  RandomGenerator another() {
    return new java.util.SplittableRandom(random.nextLong());
  }
}
