package dev.imagemirrors.operation;

import java.time.Duration;

/// Telemetry that ignores every event. Tests override the events that they need.
public class Unwatched implements Telemetry {
  @Override
  public void clusterFound(String clusterId) {}

  @Override
  public void concernsOperation(String operationId) {}

  @Override
  public void attemptStarted(Operation operation, int attempts, Duration waited) {}

  @Override
  public void laneReleased(Duration held) {}

  @Override
  public void operationParked(Status waiting) {}

  @Override
  public void operationEnded(Status ended, Duration took) {}

  @Override
  public void ocmCalled(String method, Duration took, Call result) {}

  @Override
  public void ocmRetried() {}

  @Override
  public void unannounced(String clusterId, String number, String why) {}

  @Override
  public void unavailable(String why) {}

  @Override
  public void altered(String clusterId, String number, boolean removed) {}

  @Override
  public void noCheckpoint(String clusterId, long number, String why) {}

  @Override
  public void deadLetterFound(String operationId) {}

  @Override
  public void operationsWaiting(int operations, Duration oldest) {}
}
