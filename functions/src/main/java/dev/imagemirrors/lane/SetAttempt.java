package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Plan;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One attempt at a set, while its cluster's lane is held: plans from what the cluster has, then
/// sends one change after the other. Each change is stored before it is sent and again when it is
/// done, so that the next attempt after a crash first settles that change, and then plans again.
final class SetAttempt {
  private final Ports ports;
  private final Pace pace;
  private final Journal journal;
  private final Write.Apply apply;
  private final Cluster cluster;
  private Lane lane;

  SetAttempt(
      Ports ports, Pace pace, Journal journal, Lane lane, Write.Apply apply, Cluster cluster) {
    this.ports = ports;
    this.pace = pace;
    this.journal = journal;
    this.lane = lane;
    this.apply = apply;
    this.cluster = cluster;
  }

  /// The result of an attempt, and the lane after it.
  sealed interface Result {
    /// It ended; `change` is the last change, which is not stored yet.
    record Ended(
        Lane lane,
        Outcome outcome,
        Outcome change,
        Write requested,
        @Nullable String ocmOperationId)
        implements Result {}

    record TimeUp(Lane lane, Refusal why, boolean inDoubt, @Nullable Duration atLeast)
        implements Result {}

    record LaneLost() implements Result {}
  }

  Result run() {
    var sending = lane.sending();
    if (sending != null && lane.inDoubt()) {
      return send(sending, true, new ArrayDeque<>(), true);
    }
    return plan();
  }

  private Result plan() {
    var clusterId = lane.operation().clusterId();
    return switch (ports.mirrors().list(clusterId)) {
      case Answer.Done(var there, _) -> {
        var recorded = ports.records().of(clusterId).sources();
        yield follow(Plan.of(there, recorded, apply.set(), apply.exclusive()), recorded);
      }
      case Answer<List<ImageMirror>> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> new Result.TimeUp(lane, why, false, null);
            case Refusal refusal -> stopped("", apply, refusal);
          };
    };
  }

  private Result follow(Plan plan, Set<String> recorded) {
    var refusal = Confirmation.refusal(cluster, plan, apply, recorded);
    if (refusal.isPresent()) {
      return stopped("", apply, refusal.get());
    }
    for (var mirror : plan.unchanged()) {
      if (!recorded.contains(mirror.source()) && !adopt(mirror)) {
        return new Result.LaneLost();
      }
    }
    if (plan.changesNothing()) {
      // Every change that was made is already stored.
      return new Result.Ended(
          lane, new Outcome.Applied(lane.progress()), Outcome.Applied.NOTHING, apply, null);
    }
    var changes = changes(plan);
    var planned = lane.progress().planned(changes.size());
    var first = changes.remove();
    if (!ports.lanes().mark(lane, planned, first)) {
      return new Result.LaneLost();
    }
    lane = lane.withProgress(planned, first);
    return send(first, false, changes, false);
  }

  /// Records a mirror that already is as requested, with a history entry.
  private boolean adopt(ImageMirror mirror) {
    var advanced =
        journal.advance(
            lane, new Outcome.Unchanged(mirror), wanted(mirror), lane.progress(), null, null);
    if (advanced == null) {
      return false;
    }
    lane = advanced;
    return true;
  }

  /// Sends a change, and those that follow. After a change that was in doubt, the rest is planned
  /// from what the cluster has.
  private Result send(
      Sending first, boolean inDoubt, Deque<Sending> following, boolean planAfterwards) {
    var sending = first;
    var doubtful = inDoubt;
    while (true) {
      var attempt =
          new WriteAttempt(
              ports, pace, lane, sending, doubtful, WriteAttempt.Sender.STACK, cluster);
      switch (attempt.run()) {
        case WriteAttempt.Result.TimeUp(var why, var inDoubtNow, var atLeast) -> {
          return new Result.TimeUp(lane, why, inDoubtNow, atLeast);
        }
        case WriteAttempt.Result.Ended(Outcome.Refused(var refusal), _) -> {
          return stopped(sending.write().key().value(), sending.write(), refusal);
        }
        case WriteAttempt.Result.Ended(var change, var ocmOperationId) -> {
          var progress = change.countedIn(lane.progress());
          if (following.isEmpty() && !planAfterwards) {
            lane = lane.withProgress(progress, null);
            return new Result.Ended(
                lane, new Outcome.Applied(progress), change, sending.write(), ocmOperationId);
          }
          var next = following.poll();
          var advanced =
              journal.advance(lane, change, sending.write(), progress, next, ocmOperationId);
          if (advanced == null) {
            return new Result.LaneLost();
          }
          lane = advanced;
          if (next == null) {
            return plan();
          }
          sending = next;
          doubtful = false;
        }
      }
    }
  }

  private Result stopped(String source, Write requested, Refusal refusal) {
    var outcome =
        lane.progress().done() == 0
            ? new Outcome.Refused(refusal)
            : new Outcome.Stopped(lane.progress(), source, refusal);
    return new Result.Ended(lane, outcome, outcome, requested, null);
  }

  /// The writes of a plan. Deletes come last, so that no source is without mirrors for longer than
  /// necessary; only where the cluster has no room for a mirror, one is deleted just before.
  private static Deque<Sending> changes(Plan plan) {
    var changes = new ArrayDeque<Sending>();
    var deletes = new ArrayDeque<>(plan.deletes());
    var room = MirrorSet.MAX_SIZE - plan.before();
    for (var wanted : plan.creates()) {
      for (; room < 1 && !deletes.isEmpty(); room++) {
        changes.add(deletion(deletes.remove()));
      }
      changes.add(Sending.unread(new Write.Create(wanted, true)));
      room--;
    }
    for (var edit : plan.edits()) {
      var key = new MirrorKey(edit.before().id());
      changes.add(new Sending(new Write.Edit(key, edit.after(), null, null, true), edit.before()));
    }
    deletes.forEach(deleted -> changes.add(deletion(deleted)));
    return changes;
  }

  private static Sending deletion(ImageMirror deleted) {
    return new Sending(new Write.Delete(new MirrorKey(deleted.id()), true, null), deleted);
  }

  private Write wanted(ImageMirror mirror) {
    return apply.set().wanted().stream()
        .filter(each -> each.source().value().equals(mirror.source()))
        .findFirst()
        .<Write>map(Write.Create::new)
        .orElse(apply);
  }
}
