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
import dev.imagemirrors.text.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The content of history entries.
public final class HistoryContent {
  private HistoryContent() {}

  /// The content for an operation or, for a set, for one of its changes.
  ///
  /// @param requested the write of the operation or of the change
  public static Json.Members content(
      Operation operation,
      Write requested,
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
        .put("outcome", outcome.label())
        .put("mirror", mirror(requested, outcome))
        .put("actor", actor(operation.request().actor()))
        .put("reason", operation.request().reason())
        .put("region", operation.request().region())
        .put("profile", operation.request().profile())
        .put("before", mirror(change.before()))
        .put("after", mirror(change.after()))
        .put("request", request(requested, isConfirmed(operation)))
        .put("ocm_operation_id", ocmOperationId)
        .put("refusal", refusal(outcome))
        .build();
  }

  /// The same content, with a note on the refusal.
  static Json.Members noted(Json.Members content, @Nullable String note) {
    return note == null
        ? content
        : with(
            content,
            Map.of("refusal", Json.of(content.at("refusal").asText() + " (" + note + ")")));
  }

  /// The content for an operation whose full content the store refuses: without its request, which
  /// its own item has, and without mirrors.
  static Json.Members shortened(Operation operation, Outcome outcome, Instant time) {
    return with(
        content(operation, operation.write(), outcome, time, null),
        Map.of(
            "mirror", Json.strings(List.of()),
            "before", Json.Null.NULL,
            "after", Json.Null.NULL,
            "request", Json.Null.NULL));
  }

  private static Json.Members with(Json.Members content, Map<String, Json> others) {
    var values = new LinkedHashMap<>(content.values());
    values.putAll(others);
    return new Json.Members(values);
  }

  /// The content for an operation that cannot be read: nothing is known but its ID.
  static Json.Members unreadable(String id, String clusterId, Instant time, String reason) {
    return Json.object()
        .put("cluster_id", clusterId)
        .put("cluster", clusterId)
        .put("time", time.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("operation_id", id)
        .put("action", "unknown")
        .put("outcome", "failed")
        .put("mirror", Json.strings(List.of()))
        .put("actor", Json.Null.NULL)
        .put("reason", Json.Null.NULL)
        .put("region", Json.Null.NULL)
        .put("profile", Json.Null.NULL)
        .put("before", Json.Null.NULL)
        .put("after", Json.Null.NULL)
        .put("request", Json.Null.NULL)
        .put("ocm_operation_id", Json.Null.NULL)
        .put("refusal", text(new Refusal.GivenUp(reason)))
        .build();
  }

  private static Json refusal(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(var why) -> Json.of(text(why));
      case Outcome.Stopped(var progress, var source, var why) ->
          Json.of(
              "after %d of %d changes, at %s: %s"
                  .formatted(progress.done(), progress.total(), source, text(why)));
      case Outcome.Created _,
          Outcome.Updated _,
          Outcome.Deleted _,
          Outcome.Unchanged _,
          Outcome.Applied _ ->
          Json.Null.NULL;
    };
  }

  /// The ID and source by which a mirror's own history is found.
  private static Json mirror(Write requested, Outcome outcome) {
    var change = outcome.change();
    var mirror = change.after() != null ? change.after() : change.before();
    if (mirror != null) {
      return Json.strings(List.of(mirror.id(), mirror.source()));
    }
    return switch (requested) {
      case Write.Single single -> Json.strings(List.of(single.key().value()));
      case Write.Apply _ -> Json.strings(List.of());
    };
  }

  private static Json actor(Actor actor) {
    return Json.object()
        .put("via", actor.via().label())
        .put("id", actor.id())
        .put("account", actor.account())
        .put("event", actor.event())
        .build();
  }

  private static Json mirror(@Nullable ImageMirror mirror) {
    return mirror == null ? Json.Null.NULL : MirrorJson.write(mirror).build();
  }

  /// Whether the caller has confirmed it: not the writes of the OCM-compatible API, which asks for
  /// no confirmation.
  private static boolean isConfirmed(Operation operation) {
    return operation.write().confirmed() && !operation.request().isCallerBound();
  }

  /// @param confirmed whether the caller of the operation has confirmed it
  private static Json request(Write write, boolean confirmed) {
    return switch (write) {
      case Write.Create(var wanted, _) ->
          Json.object()
              .put("source", wanted.source().value())
              .put("mirrors", Json.strings(wanted.mirrors().values()))
              .putPresent("yes", confirmed ? Json.of(true) : null)
              .build();
      case Write.Edit(var key, var mirrors, var source, var version, _) ->
          Json.object()
              .put("id", key.value())
              .putPresent("source", source == null ? null : source.value())
              .put("mirrors", Json.strings(mirrors.values()))
              .putPresent("version", version)
              .putPresent("yes", confirmed ? Json.of(true) : null)
              .build();
      case Write.Delete(var key, var yes, var version) ->
          Json.object()
              .put("id", key.value())
              .put("yes", Json.of(yes))
              .putPresent("version", version)
              .build();
      case Write.Apply(var set, var exclusive, var yes, _) ->
          Json.object()
              .put("sources", set.wanted().size())
              .put("exclusive", Json.of(exclusive))
              .put("yes", Json.of(yes))
              .build();
    };
  }

  /// A refusal as text for a person, in the history and in the state of a waiting operation.
  static String text(Refusal refusal) {
    return switch (refusal) {
      case Refusal.ClusterNotReady(var state) -> "the cluster is " + state + ", not ready";
      case Refusal.ClusterNotHosted _ -> "the cluster has no hosted control plane";
      case Refusal.ClusterGone _ -> "the cluster no longer exists";
      case Refusal.SourceExists(var existing) ->
          "the source already has an image mirror: " + existing.id();
      case Refusal.MirrorNotFound _ -> HistoryEntry.NOTHING_THERE;
      case Refusal.SourceImmutable(_, var requested) -> "the source cannot change to " + requested;
      case Refusal.VersionMismatch(var existing, var requested) ->
          "the version is " + existing.version() + ", not " + requested;
      case Refusal.ConfirmationNeeded _ -> "the deletion was not confirmed";
      case Refusal.HarmNotConfirmed(var harms) -> "not confirmed: " + String.join("; ", harms);
      case Refusal.PlanNotConfirmed(var deletes, var notCarriedOver, var harms) ->
          "not confirmed: would "
              + Stream.of(
                      deletes.isEmpty()
                          ? ""
                          : "delete " + Text.counted(deletes.size(), "image mirror"),
                      notCarriedOver == 0
                          ? ""
                          : "lose " + Text.counted(notCarriedOver, "entry", "entries"),
                      harms.isEmpty() ? "" : "do harm (" + String.join("; ", harms) + ")")
                  .filter(part -> !part.isEmpty())
                  .collect(Collectors.joining(" and "));
      case Refusal.TooManyMirrors(var wanted, var foreign) ->
          "the cluster would have " + Text.counted(wanted + foreign, "image mirror");
      case Refusal.Denied(var reason) -> "OCM denied it: " + reason;
      case Refusal.RefusedByOcm(var reason) -> "OCM rejected the request: " + reason;
      case Refusal.CredentialsRejected(var reason) -> "OCM rejected the credentials: " + reason;
      case Refusal.ClusterBusy(var reason) -> "the cluster was busy: " + reason;
      case Refusal.Unavailable(var reason) -> "OCM was unavailable: " + reason;
      case Refusal.GivenUp(var reason) -> "it was given up: " + reason;
      case Refusal.Cancelled(var by) -> "it was cancelled by " + by;
    };
  }
}
