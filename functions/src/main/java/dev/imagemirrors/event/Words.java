package dev.imagemirrors.event;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Reply.Problem;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a write's end is called: the messages of the ROSA guide, word for word, and the problems.
public final class Words {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(30);

  private Words() {}

  public static Reply reply(Submitted submitted, ClusterKey cluster, Write write) {
    return switch (submitted) {
      case Submitted.Ended(var operation, Outcome.Refused(var refusal)) ->
          problem(refusal, cluster, write)
              .with("image_mirror", shown(operation, refusal))
              .with("operation_id", Json.of(operation.id()));
      case Submitted.Ended(var operation, var outcome) -> success(operation, outcome);
      case Submitted.Left(var operation, var why) ->
          problem(why, cluster, write).with("operation_id", Json.of(operation.id()));
      case Submitted.NoOneCluster(var total) -> noOneCluster(cluster, total);
      case Submitted.Unheard(var why) -> problem(why, cluster, write);
    };
  }

  public static Problem noOneCluster(ClusterKey cluster, int total) {
    return total == 0
        ? Problem.of(
            ProblemType.CLUSTER_NOT_FOUND,
            "There is no cluster with identifier or name '" + cluster + "'")
        : Problem.of(
            ProblemType.CLUSTER_AMBIGUOUS,
            "There are " + total + " clusters with identifier or name '" + cluster + "'");
  }

  public static Problem mirrorNotFound(ClusterKey cluster, String key) {
    return Problem.of(
        ProblemType.MIRROR_NOT_FOUND,
        "Image mirror ID '" + key + "' for cluster '" + cluster + "' not found");
  }

  public static Problem unavailable(String reason) {
    return Problem.later(ProblemType.UPSTREAM_UNAVAILABLE, reason, LATER);
  }

  /// Why a write, or a read (then `write` is null), was not done.
  public static Problem problem(Refusal refusal, ClusterKey cluster, @Nullable Write write) {
    return switch (refusal) {
      case Refusal.ClusterNotReady _ ->
          Problem.of(
              ProblemType.CLUSTER_NOT_READY,
              "Cluster '%s' is not ready. Image mirrors can only be %s on ready clusters"
                  .formatted(cluster, participle(write)));
      case Refusal.ClusterNotHosted _ ->
          Problem.of(
              ProblemType.CLUSTER_NOT_HOSTED,
              "Image mirrors are only supported on Hosted Control Plane clusters");
      case Refusal.ClusterGone _ -> noOneCluster(cluster, 0);
      case Refusal.SourceExists(var there) ->
          Problem.of(
              ProblemType.SOURCE_EXISTS,
              "Image mirror for source '%s' already exists for cluster '%s', with ID '%s'"
                  .formatted(there.source(), cluster, there.id()));

      case Refusal.MirrorNotFound _ ->
          mirrorNotFound(cluster, write == null ? "" : write.key().value());
      case Refusal.SourceImmutable(var there, var asked) ->
          Problem.of(
              ProblemType.SOURCE_IMMUTABLE,
              "Image mirror '%s' has source '%s', which cannot change to '%s': delete it and create another"
                  .formatted(there.id(), there.source(), asked));

      case Refusal.VersionMismatch(var there, var asked) ->
          Problem.of(
              ProblemType.VERSION_MISMATCH,
              "Image mirror '%s' is at version '%s', not '%s': read it again before you change it"
                  .formatted(there.id(), there.version(), asked));

      case Refusal.ConfirmationNeeded(var there) ->
          Problem.of(
              ProblemType.CONFIRMATION_NEEDED,
              "Are you sure you want to delete image mirror '%s' on cluster '%s'? yes=true confirms"
                  .formatted(there.id(), cluster));

      case Refusal.Denied(var reason) -> Problem.of(ProblemType.DENIED, reason);
      case Refusal.RefusedByOcm(var reason) -> Problem.of(ProblemType.REFUSED_BY_OCM, reason);
      case Refusal.CredentialsRejected(var reason) ->
          Problem.of(ProblemType.CREDENTIALS_REJECTED, reason);
      case Refusal.ClusterBusy(var reason) ->
          Problem.later(
              ProblemType.CLUSTER_BUSY, "Cluster '" + cluster + "' is busy: " + reason, SOON);
      case Refusal.Unavailable(var reason) -> unavailable(reason);
    };
  }

  /// A mirror as it is shown, with what is ours beside OCM's fields.
  public static Json.Builder shown(String clusterId, ImageMirror mirror) {
    return MirrorJson.write(mirror).put("cluster_id", clusterId).put("version", mirror.version());
  }

  public static Map<String, String> entityTag(ImageMirror mirror) {
    return Map.of("ETag", "\"" + mirror.version() + "\"");
  }

  public static String list(List<String> mirrors) {
    return "[" + String.join(" ", mirrors) + "]";
  }

  private static @Nullable Json shown(Operation operation, Refusal refusal) {
    var there = refusal.there();
    return there == null ? null : shown(operation.clusterId(), there).build();
  }

  private static Reply success(Operation operation, Outcome outcome) {
    var cluster = operation.clusterKey();
    return switch (outcome) {
      case Outcome.Created(var mirror) ->
          success(
              operation,
              outcome.word(),
              201,
              mirror,
              List.of(
                  "Image mirror with ID '%s' has been created on cluster '%s'"
                      .formatted(mirror.id(), cluster),
                  "Source: " + mirror.source(),
                  "Mirrors: " + list(mirror.mirrors())));
      case Outcome.Updated(_, var mirror) ->
          success(
              operation,
              outcome.word(),
              200,
              mirror,
              List.of(
                  "Image mirror '%s' has been updated on cluster '%s'"
                      .formatted(mirror.id(), cluster),
                  "Source: " + mirror.source(),
                  "Updated mirrors: " + list(mirror.mirrors())));
      case Outcome.Unchanged(var mirror) ->
          success(
              operation,
              outcome.word(),
              200,
              mirror,
              List.of(
                  "Image mirror '%s' on cluster '%s' is unchanged".formatted(mirror.id(), cluster),
                  "Source: " + mirror.source(),
                  "Mirrors: " + list(mirror.mirrors())));
      case Outcome.Deleted(var before) ->
          success(
              operation,
              outcome.word(),
              200,
              before,
              List.of(
                  "Image mirror '%s' has been deleted from cluster '%s'"
                      .formatted(
                          before == null ? operation.write().key().value() : before.id(),
                          cluster)));
      case Outcome.Refused(var refusal) -> problem(refusal, cluster, operation.write());
    };
  }

  private static Reply.Success success(
      Operation operation,
      String outcome,
      int status,
      @Nullable ImageMirror mirror,
      List<String> lines) {
    var body = Json.object().put("messages", Json.texts(lines));
    var deleted = operation.write() instanceof Write.Delete;
    if (mirror != null) {
      var shown = shown(operation.clusterId(), mirror);
      if (!deleted) {
        shown.put("state", MirrorState.IN_SYNC.label());
      }
      body.put("image_mirror", shown.build());
    }
    var whole =
        body.put(
                "operation",
                Json.object()
                    .put("id", operation.id())
                    .put("kind", operation.write().kind())
                    .put("cluster_id", operation.clusterId())
                    .put("state", "succeeded")
                    .put("tries", 1)
                    .put("next_try", Json.Null.NULL)
                    .put("done", 1)
                    .put("total", 1)
                    .put("outcome", outcome)
                    .build())
            .build();
    return new Reply.Success(
        status,
        whole,
        whole,
        lines,
        null,
        null,
        mirror == null || deleted ? Map.of() : entityTag(mirror));
  }

  private static String participle(@Nullable Write write) {
    return switch (write) {
      case Write.Create _ -> "created";
      case Write.Edit _ -> "edited";
      case Write.Delete _ -> "deleted";
      case null -> "changed";
    };
  }
}
