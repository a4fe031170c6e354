package dev.imagemirrors.reply;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.Reply.Problem;
import dev.imagemirrors.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Problems with their messages, which are the ROSA guide's where it defines them.
public final class Problems {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final int MAX_SHOWN = 10;

  private Problems() {}

  public static Problem noSingleCluster(ClusterKey cluster, int total) {
    return total == 0
        ? Problem.of(
            ProblemType.CLUSTER_NOT_FOUND,
            "There is no cluster with identifier or name '" + cluster + "'")
        : Problem.of(
            ProblemType.CLUSTER_AMBIGUOUS,
            "There are " + total + " clusters with identifier or name '" + cluster + "'");
  }

  public static Problem mirrorNotFound(ClusterKey cluster, MirrorKey key) {
    return Problem.of(
        ProblemType.MIRROR_NOT_FOUND,
        "Image mirror %s '%s' for cluster '%s' not found"
            .formatted(key.canBeId() ? "ID" : "with source", key, cluster));
  }

  public static Problem operationNotFound(String id) {
    return Problem.of(ProblemType.OPERATION_NOT_FOUND, "There is no operation '" + id + "'");
  }

  public static Problem unavailable(String reason) {
    return Problem.later(ProblemType.UPSTREAM_UNAVAILABLE, reason, LATER);
  }

  /// The problem of a refused write, or of a read (then `write` is null).
  public static Problem problem(Refusal refusal, ClusterKey cluster, @Nullable Write write) {
    return switch (refusal) {
      case Refusal.ClusterNotReady(var state) ->
          Problem.of(
              ProblemType.CLUSTER_NOT_READY,
              "Cluster '%s' is not ready. Image mirrors can only be %s on ready clusters. Its state is '%s': %s"
                  .formatted(cluster, participle(write), state, waiting(state)));
      case Refusal.ClusterNotHosted _ ->
          Problem.of(
              ProblemType.CLUSTER_NOT_HOSTED,
              "Image mirrors are only supported on Hosted Control Plane clusters");
      case Refusal.ClusterGone _ -> noSingleCluster(cluster, 0);
      case Refusal.SourceExists(var existing) ->
          Problem.of(
              ProblemType.SOURCE_EXISTS,
              "Image mirror for source '%s' already exists for cluster '%s', with ID '%s'"
                  .formatted(existing.source(), cluster, existing.id()));

      case Refusal.MirrorNotFound _ ->
          write instanceof Write.Single single
              ? mirrorNotFound(cluster, single.key())
              : Problem.of(
                  ProblemType.MIRROR_NOT_FOUND,
                  "An image mirror for cluster '" + cluster + "' was not found");
      case Refusal.SourceImmutable(var existing, var requested) ->
          Problem.of(
              ProblemType.SOURCE_IMMUTABLE,
              "Image mirror '%s' has source '%s', which cannot change to '%s': delete it and create a new one"
                  .formatted(existing.id(), existing.source(), requested));

      case Refusal.VersionMismatch(var existing, var requested) ->
          Problem.of(
              ProblemType.VERSION_MISMATCH,
              "Image mirror '%s' is at version '%s', not '%s': read it again before you change it"
                  .formatted(existing.id(), existing.version(), requested));

      case Refusal.ConfirmationNeeded(var existing) ->
          Problem.of(
              ProblemType.CONFIRMATION_NEEDED,
              "Are you sure you want to delete image mirror '%s' on cluster '%s'? yes=true confirms"
                  .formatted(existing.id(), cluster));

      case Refusal.HarmNotConfirmed(var harms) ->
          Problem.of(
              ProblemType.CONFIRMATION_NEEDED,
              "Are you sure you want to %s on cluster '%s'? %s. yes=true confirms"
                  .formatted(action(write), cluster, String.join(". ", harms)));

      case Refusal.PlanNotConfirmed refusedPlan ->
          Problem.of(ProblemType.CONFIRMATION_NEEDED, notConfirmed(refusedPlan, cluster));

      case Refusal.TooManyMirrors(var wanted, var foreign) ->
          Problem.of(
              ProblemType.TOO_MANY_MIRRORS,
              "Cluster '%s' would have %d image mirrors, and can have %d: the set has %d, and %s not managed by this stack. Use fewer sources (a shorter one covers several), or exclusive=true to delete the others"
                  .formatted(
                      cluster,
                      wanted + foreign,
                      MirrorSet.MAX_SIZE,
                      wanted,
                      foreign == 1 ? "1 other is" : foreign + " others are"));

      case Refusal.Denied(var reason) -> Problem.of(ProblemType.DENIED, reason);
      case Refusal.RefusedByOcm(var reason) -> Problem.of(ProblemType.REFUSED_BY_OCM, reason);
      case Refusal.CredentialsRejected(var reason) ->
          Problem.of(ProblemType.CREDENTIALS_REJECTED, reason);
      case Refusal.ClusterBusy(var reason) ->
          Problem.later(
              ProblemType.CLUSTER_BUSY, "Cluster '" + cluster + "' is busy: " + reason, SOON);
      case Refusal.Unavailable(var reason) -> unavailable(reason);
      case Refusal.GivenUp(var reason) ->
          Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "Given up: " + reason);
      case Refusal.Cancelled(var by) ->
          Problem.of(ProblemType.OPERATION_CANCELLED, "Cancelled by " + by);
    };
  }

  private static String waiting(String state) {
    return new Readiness.NotYet(state).isTransient()
        ? "with defer_until_ready=true, the request waits until it is ready"
        : "it does not become ready by itself, and defer_until_ready does not wait for it";
  }

  /// A mirror in a reply: OCM's fields and this project's.
  public static Json.Builder shown(String clusterId, ImageMirror mirror) {
    return MirrorJson.write(mirror).put("cluster_id", clusterId).put("version", mirror.version());
  }

  public static Map<String, String> entityTag(ImageMirror mirror) {
    return Map.of("ETag", "\"" + mirror.version() + "\"");
  }

  public static String list(List<String> mirrors) {
    return "[" + String.join(" ", mirrors) + "]";
  }

  /// The change of a list of mirrors, as tables show it; without mirrors there is no image mirror.
  public static String change(List<String> before, List<String> after) {
    return before.equals(after)
        ? "-"
        : (before.isEmpty() ? "-" : list(before)) + " -> " + (after.isEmpty() ? "-" : list(after));
  }

  /// Deletions and losses are confirmed separately: who accepts that a catalog is not carried over
  /// need not mean to delete anything.
  private static String notConfirmed(Refusal.PlanNotConfirmed plan, ClusterKey cluster) {
    var sentences = new ArrayList<String>();
    if (!plan.deletes().isEmpty()) {
      sentences.add(
          "Are you sure you want to delete %s on cluster '%s'? yes=true confirms"
              .formatted(mirrors(plan.deletes()), cluster));
    }
    if (!plan.harms().isEmpty()) {
      sentences.add(
          "Are you sure you want to apply this set to cluster '%s'? %s. yes=true confirms"
              .formatted(cluster, String.join(". ", plan.harms())));
    }
    var notCarriedOver = plan.notCarriedOver();
    if (notCarriedOver > 0) {
      sentences.add(
          "%s of the documents cannot be carried over to cluster '%s': accept_losses=true accepts that"
              .formatted(Text.counted(notCarriedOver, "entry", "entries"), cluster));
    }
    return String.join(". ", sentences) + ", dry_run=true shows the plan";
  }

  private static String mirrors(List<String> sources) {
    var shown = sources.stream().limit(MAX_SHOWN).map(source -> "'" + source + "'").toList();
    var more = sources.size() - shown.size();
    return (sources.size() == 1 ? "image mirror " : sources.size() + " image mirrors ")
        + String.join(", ", shown)
        + (more == 0 ? "" : " and " + more + " more");
  }

  private static String action(@Nullable Write write) {
    return switch (write) {
      case Write.Create create -> "create an image mirror for source '" + create.source() + "'";
      case Write.Edit edit -> "edit image mirror '" + edit.key().value() + "'";
      case Write.Delete delete -> "delete image mirror '" + delete.key().value() + "'";
      case Write.Apply _ -> "apply this set";
      case null -> "change an image mirror";
    };
  }

  private static String participle(@Nullable Write write) {
    return switch (write) {
      case Write.Create _ -> "created";
      case Write.Edit _ -> "edited";
      case Write.Delete _ -> "deleted";
      case Write.Apply _ -> "applied";
      case null -> "changed";
    };
  }
}
