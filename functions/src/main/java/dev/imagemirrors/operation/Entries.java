package dev.imagemirrors.operation;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the history says of an operation that ended.
final class Entries {
  private Entries() {}

  static Json.Members content(
      Operation operation, Outcome outcome, Instant time, @Nullable String ocmOperationId) {
    var change = outcome.change();
    return Json.object()
        .put("cluster_id", operation.clusterId())
        .put("cluster", operation.clusterKey().value())
        .put("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("operation_id", operation.id())
        .put("action", operation.write().kind())
        .put("outcome", outcome.word())
        .put("mirror", mirror(operation, outcome))
        .put("actor", actor(operation.actor()))
        .put("reason", operation.reason())
        .put("region", operation.region())
        .put("profile", operation.profile())
        .put("before", mirror(change.before()))
        .put("after", mirror(change.after()))
        .put("asked", asked(operation.write()))
        .put("ocm_operation_id", ocmOperationId)
        .put("refusal", outcome instanceof Outcome.Refused(var why) ? refusal(why) : Json.Null.NULL)
        .build();
  }

  /// The ID and source by which a mirror's own history is found.
  private static Json mirror(Operation operation, Outcome outcome) {
    var change = outcome.change();
    var mirror = change.after() != null ? change.after() : change.before();
    return mirror != null
        ? Json.texts(List.of(mirror.id(), mirror.source()))
        : Json.texts(List.of(operation.write().key().value()));
  }

  private static Json actor(Actor actor) {
    return Json.object()
        .put("via", actor.via().name().toLowerCase(Locale.ROOT))
        .put("id", actor.id())
        .put("account", actor.account())
        .put("event", actor.event())
        .build();
  }

  private static Json mirror(@Nullable ImageMirror mirror) {
    return mirror == null ? Json.Null.NULL : MirrorJson.write(mirror).build();
  }

  private static Json asked(Write write) {
    return switch (write) {
      case Write.Create(var source, var mirrors) ->
          Json.object()
              .put("source", source.value())
              .put("mirrors", Json.texts(mirrors.values()))
              .build();
      case Write.Edit(var key, var mirrors, var source, var version) ->
          Json.object()
              .put("id", key.value())
              .putPresent("source", source == null ? null : source.value())
              .put("mirrors", Json.texts(mirrors.values()))
              .putPresent("version", version)
              .build();
      case Write.Delete(var key, var confirmed, var version) ->
          Json.object()
              .put("id", key.value())
              .put("yes", Json.of(confirmed))
              .putPresent("version", version)
              .build();
    };
  }

  private static Json refusal(Refusal refusal) {
    return Json.of(
        switch (refusal) {
          case Refusal.ClusterNotReady(var state) -> "the cluster is " + state + ", not ready";
          case Refusal.ClusterNotHosted _ -> "the cluster has no hosted control plane";
          case Refusal.ClusterGone _ -> "the cluster is gone";
          case Refusal.SourceExists(var there) ->
              "the source is mirrored already, as " + there.id();
          case Refusal.MirrorNotFound _ -> "there is no such image mirror";
          case Refusal.SourceImmutable(_, var asked) -> "the source cannot change to " + asked;
          case Refusal.VersionMismatch(var there, var asked) ->
              "the version is " + there.version() + ", not " + asked;
          case Refusal.ConfirmationNeeded _ -> "the deletion was not confirmed";
          case Refusal.Denied(var reason) -> "OCM denied it: " + reason;
          case Refusal.RefusedByOcm(var reason) -> "OCM refused it: " + reason;
          case Refusal.CredentialsRejected(var reason) -> "OCM rejected the credentials: " + reason;
          case Refusal.ClusterBusy(var reason) -> "the cluster was busy: " + reason;
          case Refusal.Unavailable(var reason) -> "OCM was not available: " + reason;
        });
  }
}
