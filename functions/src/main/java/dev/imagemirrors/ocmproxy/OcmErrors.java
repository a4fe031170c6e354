package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.Problems;

/// Maps refusals to the statuses and messages of OCM.
final class OcmErrors {
  private OcmErrors() {}

  static OcmError noCluster(String cluster) {
    return new OcmError(404, "Cluster '" + cluster + "' not found");
  }

  static OcmError noMirror(String cluster, String id) {
    return new OcmError(
        404, "Image mirror ID '%s' for cluster '%s' not found".formatted(id, cluster));
  }

  static OcmError sourceExists(String cluster, String source) {
    return new OcmError(
        400,
        "Image mirror for source '%s' already exists for cluster '%s'".formatted(source, cluster));
  }

  /// OCM's own answer to the request for the cluster.
  static OcmError of(Answer<?> answer) {
    return switch (answer) {
      case Answer.Absent(var reason) -> new OcmError(404, reason);
      case Answer.Denied(var reason) -> new OcmError(403, reason);
      case Answer.CredentialsRejected(var reason) -> new OcmError(401, reason);
      case Answer.Refused(var reason) -> new OcmError(400, reason);
      case Answer.AlreadyExists(var reason) -> new OcmError(400, reason);
      case Answer.Conflict(var reason) -> OcmError.later(reason, null);
      case Answer.TryLater(var reason, var after) -> OcmError.later(reason, after);
      case Answer.NoService(var reason) -> OcmError.later(reason, null);
      case Answer.Doubtful(var reason) -> OcmError.later(reason, null);
      case Answer.Done(_, _) -> throw new IllegalArgumentException("not a refusal");
    };
  }

  static OcmError of(Refusal refusal, String cluster, Write write) {
    var problem = Problems.problem(refusal, new ClusterKey(cluster), write);
    return switch (refusal) {
      case Refusal.ClusterNotReady _ ->
          new OcmError(400, "Cluster '" + cluster + "' is not in ready state");
      case Refusal.ClusterNotHosted _ ->
          new OcmError(400, "Image mirrors are only supported for Hosted Control Plane clusters");
      case Refusal.ClusterGone _ -> noCluster(cluster);
      case Refusal.SourceExists(var there) -> sourceExists(cluster, there.source());
      case Refusal.MirrorNotFound _ ->
          noMirror(cluster, write instanceof Write.Single single ? single.key().value() : "");
      case Refusal.SourceImmutable _ -> new OcmError(400, "Image mirror source cannot be changed");
      case Refusal.Denied(var reason) -> new OcmError(403, reason);
      case Refusal.CredentialsRejected(var reason) -> new OcmError(401, reason);
      case Refusal.RefusedByOcm(var reason) -> new OcmError(400, reason);
      case Refusal.ClusterBusy _, Refusal.Unavailable _, Refusal.GivenUp _ ->
          OcmError.later(problem.detail(), problem.retryAfter());
      case Refusal.Cancelled _,
          Refusal.VersionMismatch _,
          Refusal.ConfirmationNeeded _,
          Refusal.HarmNotConfirmed _,
          Refusal.PlanNotConfirmed _,
          Refusal.TooManyMirrors _ ->
          new OcmError(problem.type().status(), problem.detail());
    };
  }
}
