package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.Optional;

/// What became of an operation is what OCM did for it, and what the cluster had in its time.
///
/// Where somebody else had a hand in it, it may have found done what it wanted to do. And where it
/// is not clear whether a write has reached the cluster, what is there as wanted, and was never
/// recorded, counts as its own: somebody else may have made it before.
final class OutcomeChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var status : facts.operations()) {
      var outcome = status.outcome();
      if (outcome != null) {
        verdict.require(
            isTrue(facts, status, outcome),
            Invariant.TRUE_OUTCOME,
            () ->
                "%s ended as %s, and OCM did %s"
                    .formatted(
                        status.id(),
                        outcome,
                        facts.effects(status).stream().map(Effect::words).toList()));
      }
    }
  }

  private static boolean isTrue(Facts facts, Status status, Outcome outcome) {
    var done = facts.effects(status);
    var disturbed = facts.isDisturbed(status);
    var once = done.size() == 1 || (done.isEmpty() && facts.isDoubtful(status)) || disturbed;
    return switch (outcome) {
      case Outcome.Created(var mirror) -> made(facts, status, mirror) && had(facts, status, mirror);
      case Outcome.Updated(_, var after) -> made(facts, status, after) && had(facts, status, after);
      case Outcome.Deleted _ -> once && (lacked(facts, status) || disturbed);
      case Outcome.Unchanged(var mirror) -> done.isEmpty() && had(facts, status, mirror);
      case Outcome.Applied(var progress) ->
          disturbed || (done.size() == count(progress) && isApplied(facts, status));
      case Outcome.Stopped(var progress, _, var why) ->
          (disturbed || done.size() == count(progress) || HistoryChecker.mayHaveLanded(status))
              && isTrue(facts, status, why);
      // A set that is called off while it waits keeps what was done of it.
      case Outcome.Refused(Refusal.Cancelled why) ->
          done.size() == count(status.progress()) && isTrue(facts, status, why);
      case Outcome.Refused(var why) ->
          (done.isEmpty() || disturbed || HistoryChecker.mayHaveLanded(status))
              && isTrue(facts, status, why);
    };
  }

  /// Whether it was this operation that made a mirror what it is, or could not know better.
  private static boolean made(Facts facts, Status status, ImageMirror mirror) {
    return facts.effects(status).size() == 1
        || facts.isDisturbed(status)
        || (facts.effects(status).isEmpty()
            && facts.isDoubtful(status)
            && facts.isUnrecorded(mirror));
  }

  private static boolean had(Facts facts, Status status, ImageMirror mirror) {
    return facts.past().had(status.operation().clusterId(), mirror, facts.window(status));
  }

  private static int count(Progress progress) {
    return progress.created() + progress.updated() + progress.deleted();
  }

  /// Whether the cluster had the set when the operation ended.
  private static boolean isApplied(Facts facts, Status status) {
    var at = facts.window(status).to();
    return status.operation().write() instanceof Write.Apply apply
        && apply.set().wanted().stream()
            .allMatch(wanted ->
                facts
                    .past()
                    .versions(status.operation().clusterId(), wanted.source().value())
                    .stream()
                    .filter(version -> version.from() <= at && at < version.to())
                    .map(Past.Version::mirror)
                    .flatMap(Optional::stream)
                    .anyMatch(mirror -> mirror.mirrorsAre(wanted.mirrors())));
  }

  /// Whether there was reason for a refusal.
  private static boolean isTrue(Facts facts, Status status, Refusal refusal) {
    var window = facts.window(status);
    var cluster = status.operation().clusterId();
    return switch (refusal) {
      case Refusal.SourceExists(var there) -> had(facts, status, there);
      case Refusal.VersionMismatch(var there, _) -> had(facts, status, there);
      case Refusal.SourceImmutable(var there, _) -> had(facts, status, there);
      case Refusal.ConfirmationNeeded(var there) -> had(facts, status, there);
      case Refusal.MirrorNotFound _ ->
          lacked(facts, status) || facts.past().was(cluster, OcmClusters.GONE, window);
      case Refusal.PlanNotConfirmed _ ->
          status.operation().write() instanceof Write.Apply apply && !apply.confirmed();
      case Refusal.ClusterNotReady(var state) -> facts.past().was(cluster, state, window);
      case Refusal.ClusterGone _ ->
          cluster.isEmpty() || facts.past().was(cluster, OcmClusters.GONE, window);
      case Refusal.RefusedByOcm _ -> facts.isDisturbed(status);
      case Refusal.CredentialsRejected _ ->
          isCallerBound(status) || struck(facts, Fault.TOKEN_REVOKED);
      case Refusal.GivenUp(var reason) ->
          isTime(facts, status, reason) || (isCallerBound(status) && isLeft(facts, status, reason));
      case Refusal.Denied _ -> struck(facts, Fault.OCM_DENIES);
      case Refusal.Cancelled _ -> facts.world().dialogue().cancelled(status.id());
      // Nobody else may send it later.
      case Refusal.ClusterBusy _, Refusal.Unavailable _ -> isCallerBound(status);
      case Refusal.ClusterNotHosted _ -> false;
    };
  }

  private static boolean isCallerBound(Status status) {
    return status.operation().request().isCallerBound();
  }

  private static boolean struck(Facts facts, Fault fault) {
    return facts.world().chaos().struck().containsKey(fault);
  }

  /// Its request did not live to see the end of it, or is the only one that could have seen it.
  private static boolean isLeft(Facts facts, Status status, String reason) {
    if (reason.contains("our own credentials do not show it")) {
      return struck(facts, Fault.OCM_DENIES)
          || struck(facts, Fault.TOKEN_REVOKED)
          || facts
              .past()
              .was(status.operation().clusterId(), OcmClusters.GONE, facts.window(status));
    }
    return HistoryChecker.wasNotSent(reason);
  }

  /// Whether the mirror that a write is about was not there at some moment.
  private static boolean lacked(Facts facts, Status status) {
    return status.operation().write() instanceof Write.Single single
        ? facts.past().lacked(status.operation().clusterId(), single.key(), facts.window(status))
        : facts.isDisturbed(status);
  }

  /// It is given up when its time is over, by somebody's clock, or when its messages were.
  private static boolean isTime(Facts facts, Status status, String reason) {
    var waited = Duration.ofNanos(facts.window(status).to() - facts.window(status).from());
    return reason.contains("again and again")
        || waited.plus(SimulatedTime.MOST_SKEW.multipliedBy(2)).compareTo(Deployment.LIFETIME) >= 0;
  }
}
