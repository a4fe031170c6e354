package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.Optional;

/// The outcome of an operation matches the changes that OCM made for it, and the content of the
/// cluster during the operation.
///
/// If somebody else changed the same mirrors, the operation may have found its change already made.
/// If it is in doubt whether a write reached the cluster, a matching mirror that was never recorded
/// counts as its own, although somebody else may have created it.
final class OutcomeChecker implements Checker {
  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var status : end.operations()) {
      var outcome = status.outcome();
      if (outcome != null) {
        assertions.require(
            isCorrect(end, status, outcome),
            Invariant.CORRECT_OUTCOMES,
            () ->
                "%s ended as %s, and OCM made %s"
                    .formatted(
                        status.id(),
                        outcome,
                        end.effects(status).stream().map(ClusterChange::description).toList()));
      }
    }
  }

  private static boolean isCorrect(FinalState end, Status status, Outcome outcome) {
    var done = end.effects(status);
    var disturbed = end.isDisturbed(status);
    var once = done.size() == 1 || (done.isEmpty() && end.isDoubtful(status)) || disturbed;
    return switch (outcome) {
      case Outcome.Created(var mirror) -> made(end, status, mirror) && had(end, status, mirror);
      case Outcome.Updated(_, var after) -> made(end, status, after) && had(end, status, after);
      case Outcome.Deleted _ -> once && (lackedMirror(end, status) || disturbed);
      case Outcome.Unchanged(var mirror) -> done.isEmpty() && had(end, status, mirror);
      case Outcome.Applied(var progress) ->
          disturbed || (done.size() == count(progress) && isApplied(end, status));
      case Outcome.Stopped(var progress, _, var why) ->
          (disturbed || done.size() == count(progress) || HistoryChecker.mayHaveLanded(status))
              && isCorrect(end, status, why);
      // A set that is cancelled while it waits keeps the changes it has made.
      case Outcome.Refused(Refusal.Cancelled why) ->
          done.size() == count(status.progress()) && isCorrect(end, status, why);
      case Outcome.Refused(var why) ->
          (done.isEmpty() || disturbed || HistoryChecker.mayHaveLanded(status))
              && isCorrect(end, status, why);
    };
  }

  /// Whether this operation gave the mirror its content, or could not know that it did not.
  private static boolean made(FinalState end, Status status, ImageMirror mirror) {
    return end.effects(status).size() == 1
        || end.isDisturbed(status)
        || (end.effects(status).isEmpty() && end.isDoubtful(status) && end.isUnrecorded(mirror));
  }

  private static boolean had(FinalState end, Status status, ImageMirror mirror) {
    return end.timeline().had(status.operation().clusterId(), mirror, end.window(status));
  }

  /// While OCM does not answer, a request is judged by the records, and after a change in doubt
  /// they have the mirror as it was before.
  private static boolean wasRecorded(FinalState end, Status status, ImageMirror mirror) {
    return end.history(status.operation().clusterId()).stream()
        .anyMatch(entry -> mirror.equals(entry.after()));
  }

  private static int count(Progress progress) {
    return progress.created() + progress.updated() + progress.deleted();
  }

  /// Whether the cluster had the set when the operation ended.
  private static boolean isApplied(FinalState end, Status status) {
    var at = end.window(status).to();
    return status.operation().write() instanceof Write.Apply apply
        && apply.set().wanted().stream()
            .allMatch(wanted ->
                end
                    .timeline()
                    .versions(status.operation().clusterId(), wanted.source().value())
                    .stream()
                    .filter(version -> version.from() <= at && at < version.to())
                    .map(ClusterTimeline.Version::mirror)
                    .flatMap(Optional::stream)
                    .anyMatch(mirror -> mirror.mirrorsAre(wanted.mirrors())));
  }

  /// Whether a refusal was justified.
  private static boolean isCorrect(FinalState end, Status status, Refusal refusal) {
    var window = end.window(status);
    var cluster = status.operation().clusterId();
    return switch (refusal) {
      case Refusal.SourceExists(var there) -> had(end, status, there);
      case Refusal.VersionMismatch(var there, _) -> had(end, status, there);
      case Refusal.SourceImmutable(var there, _) -> had(end, status, there);
      case Refusal.ConfirmationNeeded(var there) ->
          had(end, status, there) || wasRecorded(end, status, there);
      case Refusal.MirrorNotFound _ ->
          lackedMirror(end, status) || end.timeline().was(cluster, OcmClusters.GONE, window);
      case Refusal.HarmNotConfirmed _ -> !status.operation().write().confirmed();
      case Refusal.PlanNotConfirmed _ ->
          status.operation().write() instanceof Write.Apply apply && !apply.confirmed();
      case Refusal.ClusterNotReady(var state) -> end.timeline().was(cluster, state, window);
      case Refusal.ClusterGone _ ->
          cluster.isEmpty() || end.timeline().was(cluster, OcmClusters.GONE, window);
      case Refusal.RefusedByOcm _ -> end.isDisturbed(status);
      case Refusal.CredentialsRejected _ ->
          isCallerBound(status) || injected(end, Fault.TOKEN_REVOKED);
      case Refusal.GivenUp(var reason) ->
          isTime(end, status) || (isCallerBound(status) && isLeft(end, status, reason));
      case Refusal.Denied _ -> injected(end, Fault.OCM_DENIES);
      case Refusal.Cancelled _ -> end.world().requestLog().isCancelled(status.id());
      // Nobody else may send it later.
      case Refusal.ClusterBusy _, Refusal.Unavailable _ -> isCallerBound(status);
      case Refusal.ClusterNotHosted _, Refusal.TooManyMirrors _ -> false;
    };
  }

  private static boolean isCallerBound(Status status) {
    return status.operation().request().isCallerBound();
  }

  private static boolean injected(FinalState end, Fault fault) {
    return end.world().faults().injected().containsKey(fault);
  }

  /// The request ended before the operation did, or it was the only one with access to the cluster.
  private static boolean isLeft(FinalState end, Status status, String reason) {
    if (reason.contains("the credentials of the stack cannot read it")) {
      return injected(end, Fault.OCM_DENIES)
          || injected(end, Fault.TOKEN_REVOKED)
          || end.timeline()
              .was(status.operation().clusterId(), OcmClusters.GONE, end.window(status));
    }
    return HistoryChecker.wasNotSent(reason);
  }

  /// Whether the mirror of a write was absent at some moment.
  private static boolean lackedMirror(FinalState end, Status status) {
    return status.operation().write() instanceof Write.Single single
        ? end.timeline()
            .lackedMirror(status.operation().clusterId(), single.key(), end.window(status))
        : end.isDisturbed(status);
  }

  /// An operation is given up when its lifetime is over, by any clock.
  private static boolean isTime(FinalState end, Status status) {
    var waited = Duration.ofNanos(end.window(status).to() - end.window(status).from());
    return waited.plus(SimulatedTime.MAX_SKEW.multipliedBy(2)).compareTo(Deployment.LIFETIME) >= 0;
  }
}
