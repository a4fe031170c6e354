package dev.imagemirrors.lane;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;

/// Cancels a waiting operation.
public final class Cancellation {
  private final Ports ports;
  private final Endings endings;

  public Cancellation(Ports ports, Pace pace) {
    this.ports = ports;
    this.endings = new Endings(ports, pace);
  }

  /// The result of cancelling an operation.
  public sealed interface Result {
    record Cancelled(Status status) implements Result {}

    record NotFound() implements Result {}

    /// It is running, may have reached the cluster, or has ended.
    record TooLate(Status status) implements Result {}
  }

  public Result cancel(String id, Actor actor) {
    var found = ports.operations().find(id);
    if (found.isEmpty()) {
      return new Result.NotFound();
    }
    var status = found.get();
    if (!status.state().ended()) {
      endings.withdraw(status, new Refusal.Cancelled(actor.id()), false);
      status = ports.operations().find(id).orElse(status);
    }
    return status.state() == State.CANCELLED
        ? new Result.Cancelled(status)
        : new Result.TooLate(status);
  }
}
