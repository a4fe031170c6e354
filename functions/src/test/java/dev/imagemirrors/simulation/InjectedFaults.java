package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;

/// Faults of all kinds are injected for a while and then stop.
final class InjectedFaults implements Scenario {
  @Override
  public String description() {
    return "injected faults";
  }

  @Override
  public boolean isFaulty() {
    return true;
  }

  @Override
  public Surroundings surroundings(FaultInjector faults) {
    var window = faults.chance(0.5) ? faults.millis(0, 8_000) : Duration.ZERO;
    return Surroundings.of(List.of()).withLifetime(Deployment.LIFETIME).withConflictWindow(window);
  }

  @Override
  public void play(World world) {
    var faults = world.faults();
    new ClusterLifecycle(world.scheduler(), faults, world.ocm(), world.bus()).begin();
    world.callers().come();
    world.scheduler().sleep(faults.between(Duration.ofMinutes(2), Duration.ofMinutes(12)));
    faults.stopFaults();
    world.trace().add("simulation", "faults stop");
  }

  @Override
  public Duration longest(World world) {
    return Deployment.LIFETIME.plusHours(2);
  }
}
