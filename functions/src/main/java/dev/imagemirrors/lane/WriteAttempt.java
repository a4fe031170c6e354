package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a write to one mirror, while its cluster's lane is held: takes step after step until
/// it ends or the time is up.
final class WriteAttempt {
  private final Ports ports;
  private final Pace pace;
  private final Deadline deadline;
  private final String clusterId;
  private final Write.Single write;
  private final Step first;
  private final Sender sender;

  private Step.Doubt doubt;
  private int waits;
  private @Nullable ImageMirror before;
  private @Nullable String ocmOperationId;

  /// Who may send the write.
  enum Sender {
    /// We, now or later.
    US,
    /// Its caller, in this request and never again.
    CALLER,
    /// Nobody: its caller is gone. What he has sent is looked for, and that is all.
    NOBODY
  }

  WriteAttempt(
      Ports ports, Pace pace, String clusterId, Sending sending, boolean inDoubt, Sender sender) {
    this.ports = ports;
    this.pace = pace;
    this.deadline = pace.deadline().keeping(Pace.CLOSING);
    this.clusterId = clusterId;
    this.write = sending.write();
    this.before = sending.found();
    this.doubt = inDoubt ? Step.Doubt.FRESH : Step.Doubt.NONE;
    this.sender = sender;
    this.first = before != null && !inDoubt ? new Step.Send(before) : Step.first(write, doubt);
  }

  /// What a run led to.
  sealed interface Result {
    /// It ended; with OCM's own ID of the call that made the change.
    record Ended(Outcome outcome, @Nullable String ocmOperationId) implements Result {}

    /// The time is up; in doubt when the write may have reached the cluster. OCM may have named a
    /// time to wait at least.
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
          var backoff = ifTimeIsUp instanceof Refusal.ClusterBusy ? pace.conflicts() : pace.calls();
          var pause = longer(backoff.after(++waits), atLeast);
          if (!deadline.fits(pause.plus(Pace.CALL))) {
            return new Result.TimeUp(ifTimeIsUp, doubt != Step.Doubt.NONE, atLeast);
          }
          deadline.time().sleep(pause);
          ports.telemetry().retries();
          step = then;
        }
        case Step.Leave(var why) -> {
          return new Result.TimeUp(why, doubt != Step.Doubt.NONE, null);
        }
        case Step.Send _ when sender == Sender.NOBODY ->
            step =
                givenUp(
                    "it did not reach the cluster, and its caller, who alone may send it, is gone");
        case Step.Read _, Step.Send _, Step.AskWhy _ when !deadline.fits(Pace.CALL) -> {
          return new Result.TimeUp(
              new Refusal.Unavailable("the time was up before OCM could be asked"),
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
    if (sender != Sender.US && doubt != Step.Doubt.NONE) {
      var unseen = unseen(answer);
      if (unseen.isPresent()) {
        return unseen.get();
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

  /// What to do where an answer tells nothing about a write in doubt, since whoever asked may not
  /// look: a caller whose token is over leaves it to us, and what is hidden from us, too, stays
  /// unknown. OCM says of a cluster that somebody may not see, and of all it has, that it is not
  /// there.
  private Optional<Step> unseen(Answer<ImageMirror> answer) {
    return switch (answer) {
      case Answer.Denied(var reason) -> Optional.of(unseen(reason));
      case Answer.CredentialsRejected(var reason) -> Optional.of(unseen(reason));
      case Answer.Absent<ImageMirror> _ when sender == Sender.NOBODY ->
          switch (ports.clusters().read(clusterId)) {
            case Answer.Done<Cluster> _ -> Optional.empty();
            case Answer.Absent(var reason) -> Optional.of(unseen(reason));
            case Answer.Denied(var reason) -> Optional.of(unseen(reason));
            case Answer.CredentialsRejected(var reason) -> Optional.of(unseen(reason));
            case Answer<Cluster> other ->
                Optional.of(
                    new Step.Wait(
                        new Step.Read(),
                        new Refusal.Unavailable(HistoryContent.words(Refusal.of(other))),
                        null));
          };
      case Answer<ImageMirror> _ -> Optional.empty();
    };
  }

  private Step unseen(String why) {
    return sender == Sender.CALLER
        ? new Step.Leave(new Refusal.Unavailable(why))
        : givenUp(
            "whether it reached the cluster is not known, since our own credentials do not show it: "
                + why);
  }

  private static Step givenUp(String why) {
    return new Step.End(new Outcome.Refused(new Refusal.GivenUp(why)));
  }

  private Step send(@Nullable ImageMirror found) {
    var answer =
        switch (write) {
          case Write.Create(var wanted) -> ports.mirrors().create(clusterId, wanted);
          case Write.Edit(_, var list, _, _) ->
              ports.mirrors().edit(clusterId, known(found).id(), list);
          case Write.Delete _ -> delete(known(found));
        };
    if (answer instanceof Answer.Doubtful) {
      doubt = Step.Doubt.FRESH;
    }
    if (answer instanceof Answer.Done(_, var operationId)) {
      ocmOperationId = operationId;
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

  /// What a write in doubt has found as it was wanted is none of its doing where it was recorded so
  /// before: whatever OCM does gives a mirror another ID, or another time.
  private Outcome attributed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created(var there) when isRecorded(there) -> new Outcome.Unchanged(there);
      case Outcome.Updated(_, var there) when isRecorded(there) -> new Outcome.Unchanged(there);
      default -> outcome;
    };
  }

  private boolean isRecorded(ImageMirror there) {
    return doubt != Step.Doubt.NONE
        && ports.lanes().recorded(clusterId, there.source()).filter(there::equals).isPresent();
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

  private static Duration longer(Duration pause, @Nullable Duration atLeast) {
    return atLeast == null || pause.compareTo(atLeast) > 0 ? pause : atLeast;
  }
}
