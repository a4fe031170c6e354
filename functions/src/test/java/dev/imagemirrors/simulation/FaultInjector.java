package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The source of all randomness in a simulation. The seed decides how often each kind of fault is
/// injected: never, sometimes or often, so that faults which mask each other also occur alone.
/// After [#stopFaults] there are none.
final class FaultInjector {
  private final RandomGenerator random;
  private final Map<Fault, Double> often = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private boolean stopped;

  FaultInjector(RandomGenerator random) {
    this.random = random;
    var wild = random.nextDouble();
    for (var fault : Fault.values()) {
      if (random.nextDouble() < wild) {
        often.put(fault, fault.most() * random.nextDouble());
      }
    }
  }

  private FaultInjector(RandomGenerator random, boolean stopped) {
    this.random = random;
    this.stopped = stopped;
  }

  /// Injects no faults.
  static FaultInjector none(RandomGenerator random) {
    return new FaultInjector(random, true);
  }

  RandomGenerator random() {
    return random;
  }

  void stopFaults() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /// Whether the fault is injected this time.
  boolean injects(Fault fault) {
    var chance = often.getOrDefault(fault, 0.0);
    if (stopped || chance == 0.0 || random.nextDouble() >= chance) {
      return false;
    }
    injected.merge(fault, 1, Integer::sum);
    return true;
  }

  /// How often each fault was injected.
  Map<Fault, Integer> injected() {
    return injected;
  }

  boolean chance(double chance) {
    return random.nextDouble() < chance;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  Duration between(Duration least, Duration most) {
    return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
  }

  Duration millis(int least, int most) {
    return between(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /// A separate generator, derived from this one.
  RandomGenerator split() {
    return new java.util.SplittableRandom(random.nextLong());
  }
}
