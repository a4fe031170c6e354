package dev.imagemirrors.operation;

import java.time.Duration;

/// Nobody watches; or somebody who watches some of it.
public class Unwatched implements Telemetry {
  @Override
  public void concerns(String clusterId) {}

  @Override
  public void begins(Operation operation, int tries, Duration waited) {}

  @Override
  public void leaves(Duration held) {}

  @Override
  public void waits(Status waiting) {}

  @Override
  public void ends(Status ended, Duration took) {}

  @Override
  public void called(String method, Duration took, Call result) {}

  @Override
  public void retries() {}

  @Override
  public void waiting(int operations, Duration oldest) {}
}
