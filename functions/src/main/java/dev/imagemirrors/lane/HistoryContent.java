package dev.imagemirrors.lane;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the history says of an operation that ended.
public final class HistoryContent {
  private HistoryContent() {}

  /// What is said of an operation, or, of a set, of one of its changes.
  ///
  /// @param asked the operation's write, or that of the change
  public static Json.Members content(
      Operation operation,
      Write asked,
      Outcome outcome,
      Instant time,
      @Nullable String ocmOperationId) {
    var change = outcome.change();
    return Json.object()
        .put("cluster_id", operation.clusterId())
        .put("cluster", operation.clusterKey().value())
        .put("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("operation_id", operation.id())
        .put("action", operation.write().kind())
        .put("outcome", outcome.word())
        .put("mirror", mirror(asked, outcome))
        .put("actor", actor(operation.request().actor()))
        .put("reason", operation.request().reason())
        .put("region", operation.request().region())
        .put("profile", operation.request().profile())
        .put("before", mirror(change.before()))
        .put("after", mirror(change.after()))
        .put("asked", asked(asked))
        .put("ocm_operation_id", ocmOperationId)
        .put("refusal", refusal(outcome))
        .build();
  }

  private static Json refusal(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(var why) -> Json.of(words(why));
      case Outcome.Stopped(var progress, var source, var why) ->
          Json.of(
              "after %d of %d changes, at %s: %s"
                  .formatted(progress.done(), progress.total(), source, words(why)));
      case Outcome.Created _,
          Outcome.Updated _,
          Outcome.Deleted _,
          Outcome.Unchanged _,
          Outcome.Applied _ ->
          Json.Null.NULL;
    };
  }

  /// The ID and source by which a mirror's own history is found.
  private static Json mirror(Write asked, Outcome outcome) {
    var change = outcome.change();
    var mirror = change.after() != null ? change.after() : change.before();
    if (mirror != null) {
      return Json.strings(List.of(mirror.id(), mirror.source()));
    }
    return switch (asked) {
      case Write.Single single -> Json.strings(List.of(single.key().value()));
      case Write.Apply _ -> Json.strings(List.of());
    };
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
      case Write.Create(var wanted) ->
          Json.object()
              .put("source", wanted.source().value())
              .put("mirrors", Json.strings(wanted.mirrors().values()))
              .build();
      case Write.Edit(var key, var mirrors, var source, var version) ->
          Json.object()
              .put("id", key.value())
              .putPresent("source", source == null ? null : source.value())
              .put("mirrors", Json.strings(mirrors.values()))
              .putPresent("version", version)
              .build();
      case Write.Delete(var key, var confirmed, var version) ->
          Json.object()
              .put("id", key.value())
              .put("yes", Json.of(confirmed))
              .putPresent("version", version)
              .build();
      case Write.Apply(var set, var exclusive, var confirmed, _) ->
          Json.object()
              .put("sources", set.wanted().size())
              .put("exclusive", Json.of(exclusive))
              .put("yes", Json.of(confirmed))
              .build();
    };
  }

  /// A refusal in words, for those who read the history or ask what an operation waits for.
  static String words(Refusal refusal) {
    return switch (refusal) {
      case Refusal.ClusterNotReady(var state) -> "the cluster is " + state + ", not ready";
      case Refusal.ClusterNotHosted _ -> "the cluster has no hosted control plane";
      case Refusal.ClusterGone _ -> "the cluster is gone";
      case Refusal.SourceExists(var there) -> "the source is mirrored already, as " + there.id();
      case Refusal.MirrorNotFound _ -> HistoryEntry.NOTHING_THERE;
      case Refusal.SourceImmutable(_, var asked) -> "the source cannot change to " + asked;
      case Refusal.VersionMismatch(var there, var asked) ->
          "the version is " + there.version() + ", not " + asked;
      case Refusal.ConfirmationNeeded _ -> "the deletion was not confirmed";
      case Refusal.PlanNotConfirmed(var deletes, var notCarriedOver) ->
          "nobody confirmed to delete %d image mirrors and to lose %d entries"
              .formatted(deletes.size(), notCarriedOver);
      case Refusal.Denied(var reason) -> "OCM denied it: " + reason;
      case Refusal.RefusedByOcm(var reason) -> "OCM rejected the request: " + reason;
      case Refusal.CredentialsRejected(var reason) -> "OCM rejected the credentials: " + reason;
      case Refusal.ClusterBusy(var reason) -> "the cluster was busy: " + reason;
      case Refusal.Unavailable(var reason) -> "OCM was not available: " + reason;
      case Refusal.GivenUp(var reason) -> "it was given up: " + reason;
      case Refusal.Cancelled(var by) -> "it was cancelled by " + by;
    };
  }
}
