package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt at a write to one mirror, while its cluster's lane is held: takes steps until the
/// write ends or the time runs out.
final class WriteAttempt {
  /// The most by which the clocks of OCM and of the functions may differ, twice over.
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final Ports ports;
  private final Pace pace;
  private final Deadline deadline;
  private final Operation operation;
  private final String clusterId;
  private final Cluster cluster;
  private final Write.Single write;
  private final Step first;
  private final Sender sender;

  private Step.Doubt doubt;
  private int waits;
  private @Nullable ImageMirror before;
  private @Nullable String ocmOperationId;

  /// Whose credentials can send the write.
  enum Sender {
    /// Those of the stack, now or later.
    STACK,
    /// The caller's token, only in this request.
    CALLER,
    /// None, because the caller's request has ended. A write in doubt is only read.
    NONE
  }

  /// @param cluster as it was read last
  WriteAttempt(
      Ports ports,
      Pace pace,
      Lane lane,
      Sending sending,
      boolean inDoubt,
      Sender sender,
      Cluster cluster) {
    this.ports = ports;
    this.pace = pace;
    this.deadline = pace.deadline().keeping(Pace.RESERVED);
    this.operation = lane.operation();
    this.clusterId = operation.clusterId();
    this.cluster = cluster;
    this.write = sending.write();
    this.before = sending.found();
    this.doubt = inDoubt ? Step.Doubt.FRESH : Step.Doubt.NONE;
    this.sender = sender;
    this.first = before != null && !inDoubt ? new Step.Send(before) : first();
  }

  /// A create is read first when it requires confirmation: there is nothing to confirm if the
  /// cluster already has the mirror.
  private Step first() {
    var step = Step.first(write, doubt);
    return step instanceof Step.Send && unconfirmed(null).isPresent() ? new Step.Read() : step;
  }

  private Optional<Refusal> unconfirmed(@Nullable ImageMirror found) {
    return Confirmation.refusal(
        cluster, write, found, () -> ports.records().of(clusterId).sources());
  }

  /// The result of an attempt.
  sealed interface Result {
    /// It ended; with OCM's ID of the call that made the change.
    record Ended(Outcome outcome, @Nullable String ocmOperationId) implements Result {}

    /// The time ran out. The write is in doubt when it may have reached the cluster. `atLeast` is
    /// the minimum wait that OCM requested.
    record TimeUp(Refusal why, boolean inDoubt, @Nullable Duration atLeast) implements Result {}
  }

  Result run() {
    var step = first;
    while (true) {
      switch (step) {
        case Step.End(var outcome) -> {
          return new Result.Ended(withBefore(attributed(outcome)), ocmOperationId);
        }
        case Step.Wait(var then, var ifTimeIsUp, var atLeast) -> {
          var backoff =
              ifTimeIsUp instanceof Refusal.ClusterBusy
                  ? pace.conflictBackoff()
                  : pace.callBackoff();
          var pause = Pace.longer(backoff.after(++waits), atLeast);
          if (!deadline.fits(pause.plus(Pace.MIN_CALL_TIME))) {
            return new Result.TimeUp(ifTimeIsUp, doubt != Step.Doubt.NONE, atLeast);
          }
          deadline.time().sleep(pause);
          ports.telemetry().ocmRetried();
          step = then;
        }
        case Step.Leave(var why) -> {
          return new Result.TimeUp(why, doubt != Step.Doubt.NONE, null);
        }
        case Step.Send _ when sender == Sender.NONE ->
            step =
                givenUp(
                    "it did not reach the cluster; only its own request could send it, and that request has ended");
        case Step.Send(var found) when unconfirmed(found).isPresent() -> {
          return new Result.Ended(
              new Outcome.Refused(unconfirmed(found).orElseThrow()), ocmOperationId);
        }
        case Step.Read _, Step.Send _, Step.AskWhy _ when !deadline.fits(Pace.MIN_CALL_TIME) -> {
          return new Result.TimeUp(
              new Refusal.Unavailable("there was no time left to call OCM"),
              doubt != Step.Doubt.NONE,
              null);
        }
        case Step.Read _ -> step = read();
        case Step.Send(var found) -> step = send(found);
        case Step.AskWhy(var reason) -> step = askWhy(reason);
      }
    }
  }

  private Step read() {
    var answer = ports.mirrors().find(clusterId, write.key());
    if (sender != Sender.STACK && doubt != Step.Doubt.NONE) {
      var unreadable = unreadable(answer);
      if (unreadable.isPresent()) {
        return unreadable.get();
      }
    }
    var next = Step.afterRead(write, answer, doubt);
    if (answer instanceof Answer.Done(var there, _) && !(next instanceof Step.End)) {
      before = there;
    }
    if (answer instanceof Answer.Done || answer instanceof Answer.Absent) {
      doubt = doubt.afterReading();
    }
    return next;
  }

  /// The step when an answer does not settle a write in doubt, because the credentials do not allow
  /// the read. A caller whose token has expired leaves the read to the stack; what the stack cannot
  /// read either stays unknown. OCM answers 404 for a cluster that a caller may not see, and for
  /// everything on it.
  private Optional<Step> unreadable(Answer<ImageMirror> answer) {
    return switch (answer) {
      case Answer.Denied(var reason) -> Optional.of(unreadable(reason));
      case Answer.CredentialsRejected(var reason) -> Optional.of(unreadable(reason));
      case Answer.Absent<ImageMirror> _ when sender == Sender.NONE ->
          switch (ports.clusters().read(clusterId)) {
            case Answer.Done<Cluster> _ -> Optional.empty();
            case Answer.Absent(var reason) -> Optional.of(unreadable(reason));
            case Answer.Denied(var reason) -> Optional.of(unreadable(reason));
            case Answer.CredentialsRejected(var reason) -> Optional.of(unreadable(reason));
            case Answer<Cluster> other ->
                Optional.of(
                    new Step.Wait(
                        new Step.Read(),
                        new Refusal.Unavailable(HistoryContent.text(Refusal.of(other))),
                        null));
          };
      case Answer<ImageMirror> _ -> Optional.empty();
    };
  }

  private Step unreadable(String why) {
    return sender == Sender.CALLER
        ? new Step.Leave(new Refusal.Unavailable(why))
        : givenUp(
            "it is not known whether it reached the cluster; the credentials of the stack cannot read it: "
                + why);
  }

  private static Step givenUp(String why) {
    return new Step.End(new Outcome.Refused(new Refusal.GivenUp(why)));
  }

  private Step send(@Nullable ImageMirror found) {
    var answer =
        switch (write) {
          case Write.Create(var wanted, _) -> ports.mirrors().create(clusterId, wanted);
          case Write.Edit(_, var list, _, _, _) ->
              ports.mirrors().edit(clusterId, known(found).id(), list);
          case Write.Delete _ -> delete(known(found));
        };
    if (answer instanceof Answer.Doubtful) {
      doubt = Step.Doubt.FRESH;
    }
    if (answer instanceof Answer.Done(_, var operationId)) {
      ocmOperationId = operationId;
    }
    if (answer instanceof Answer.Absent
        && write instanceof Write.Delete
        && sender == Sender.CALLER
        && doubt == Step.Doubt.NONE) {
      // OCM has accepted nothing: a caller without write access may get the same answer.
      return new Step.End(new Outcome.Refused(new Refusal.MirrorNotFound()));
    }
    return Step.afterSend(write, found, answer);
  }

  private Answer<ImageMirror> delete(ImageMirror found) {
    return ports
        .mirrors()
        .delete(clusterId, found.id())
        .then(done -> new Answer.Done<>(found, done.operationId()));
  }

  private Step askWhy(String reason) {
    if (ports.clusters().read(clusterId) instanceof Answer.Done(var cluster, _)) {
      return Refusal.guard(Readiness.of(cluster))
          .<Step>map(refusal -> new Step.End(new Outcome.Refused(refusal)))
          .orElseGet(() -> new Step.End(new Outcome.Refused(new Refusal.RefusedByOcm(reason))));
    }
    return new Step.End(new Outcome.Refused(new Refusal.RefusedByOcm(reason)));
  }

  /// A mirror as requested that was already recorded, with the same ID and times, was not made by
  /// the write in doubt: every change by OCM gives a mirror another ID or another time.
  private Outcome attributed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created(var there) when isRecorded(there) || isOlder(there) ->
          new Outcome.Unchanged(there);
      case Outcome.Updated(_, var there) when isRecorded(there) -> new Outcome.Unchanged(there);
      default -> outcome;
    };
  }

  private boolean isRecorded(ImageMirror there) {
    return doubt != Step.Doubt.NONE
        && ports.lanes().recorded(clusterId, there.source()).filter(there::equals).isPresent();
  }

  /// Whether a mirror was there before its caller asked for it. Only for our own writes it does not
  /// matter who made a mirror that is as it was asked for.
  private boolean isOlder(ImageMirror there) {
    var created = there.created();
    return doubt != Step.Doubt.NONE
        && sender != Sender.STACK
        && (created == null || created.isBefore(operation.accepted().minus(CLOCKS)));
  }

  private Outcome withBefore(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Updated(var known, var after) when known == null ->
          new Outcome.Updated(before, after);
      case Outcome.Deleted(var known) when known == null -> new Outcome.Deleted(before);
      case Outcome.Created _,
          Outcome.Updated _,
          Outcome.Deleted _,
          Outcome.Unchanged _,
          Outcome.Applied _,
          Outcome.Stopped _,
          Outcome.Refused _ ->
          outcome;
    };
  }

  private static ImageMirror known(@Nullable ImageMirror found) {
    return Optional.ofNullable(found).orElseThrow();
  }
}
