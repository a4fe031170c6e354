package dev.imagemirrors.operation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An outcome as it is stored.
public final class OutcomeJson {
  private OutcomeJson() {}

  public static Json.Members write(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created(var mirror) -> named("created").put("after", mirror(mirror)).build();
      case Outcome.Updated(var before, var after) ->
          named("updated").put("before", mirror(before)).put("after", mirror(after)).build();
      case Outcome.Deleted(var before) -> named("deleted").put("before", mirror(before)).build();
      case Outcome.Unchanged(var mirror) -> named("unchanged").put("after", mirror(mirror)).build();
      case Outcome.Applied(var progress) -> progress(named("applied"), progress).build();
      case Outcome.Stopped(var progress, var source, var refusal) ->
          progress(named("stopped"), progress)
              .put("source", source)
              .put("refusal", write(refusal))
              .build();
      case Outcome.Refused(var refusal) -> write(refusal);
    };
  }

  public static Outcome read(Json json) {
    return switch (text(json, "outcome")) {
      case "created" -> new Outcome.Created(known(json, "after"));
      case "updated" -> new Outcome.Updated(mirror(json, "before"), known(json, "after"));
      case "deleted" -> new Outcome.Deleted(mirror(json, "before"));
      case "unchanged" -> new Outcome.Unchanged(known(json, "after"));
      case "applied" -> new Outcome.Applied(progress(json));
      case "stopped" ->
          new Outcome.Stopped(progress(json), text(json, "source"), refusal(json.at("refusal")));
      default -> new Outcome.Refused(refusal(json));
    };
  }

  private static Json.Members write(Refusal refusal) {
    var text =
        switch (refusal) {
          case Refusal.ClusterNotReady(var state) -> state;
          case Refusal.SourceImmutable(_, var requested) -> requested;
          case Refusal.VersionMismatch(_, var requested) -> requested;
          case Refusal.PlanNotConfirmed(var deletes, var notCarriedOver, _) ->
              notCarriedOver + " " + String.join(" ", deletes);
          case Refusal.TooManyMirrors(var wanted, var foreign) -> wanted + " " + foreign;
          case Refusal.Denied(var reason) -> reason;
          case Refusal.RefusedByOcm(var reason) -> reason;
          case Refusal.CredentialsRejected(var reason) -> reason;
          case Refusal.ClusterBusy(var reason) -> reason;
          case Refusal.Unavailable(var reason) -> reason;
          case Refusal.GivenUp(var reason) -> reason;
          case Refusal.Cancelled(var by) -> by;
          case Refusal.ClusterNotHosted _,
              Refusal.ClusterGone _,
              Refusal.SourceExists _,
              Refusal.MirrorNotFound _,
              Refusal.ConfirmationNeeded _,
              Refusal.HarmNotConfirmed _ ->
              null;
        };
    return named(refusal.getClass().getSimpleName())
        .putPresent("text", text)
        .putPresent("harms", harms(refusal))
        .put("there", mirror(refusal.existing()))
        .build();
  }

  private static Refusal refusal(Json json) {
    return switch (text(json, "outcome")) {
      case "ClusterNotReady" -> new Refusal.ClusterNotReady(text(json, "text"));
      case "ClusterNotHosted" -> new Refusal.ClusterNotHosted();
      case "ClusterGone" -> new Refusal.ClusterGone();
      case "SourceExists" -> new Refusal.SourceExists(known(json, "there"));
      case "MirrorNotFound" -> new Refusal.MirrorNotFound();
      case "SourceImmutable" ->
          new Refusal.SourceImmutable(known(json, "there"), text(json, "text"));
      case "VersionMismatch" ->
          new Refusal.VersionMismatch(known(json, "there"), text(json, "text"));
      case "ConfirmationNeeded" -> new Refusal.ConfirmationNeeded(known(json, "there"));
      case "PlanNotConfirmed" ->
          planNotConfirmed(List.of(text(json, "text").strip().split(" ", -1)), harms(json));
      case "HarmNotConfirmed" -> new Refusal.HarmNotConfirmed(harms(json));
      case "TooManyMirrors" -> tooManyMirrors(text(json, "text").split(" ", 2));
      case "Denied" -> new Refusal.Denied(text(json, "text"));
      case "RefusedByOcm" -> new Refusal.RefusedByOcm(text(json, "text"));
      case "CredentialsRejected" -> new Refusal.CredentialsRejected(text(json, "text"));
      case "ClusterBusy" -> new Refusal.ClusterBusy(text(json, "text"));
      case "Unavailable" -> new Refusal.Unavailable(text(json, "text"));
      case "GivenUp" -> new Refusal.GivenUp(text(json, "text"));
      case "Cancelled" -> new Refusal.Cancelled(text(json, "text"));
      case String unknown -> throw new IllegalStateException("unknown outcome '" + unknown + "'");
    };
  }

  private static Refusal planNotConfirmed(List<String> words, List<String> harms) {
    return new Refusal.PlanNotConfirmed(
        words.subList(1, words.size()), Integer.parseInt(words.getFirst()), harms);
  }

  private static @Nullable Json harms(Refusal refusal) {
    if (refusal instanceof Refusal.HarmNotConfirmed(var harms)) {
      return Json.strings(harms);
    }
    return refusal instanceof Refusal.PlanNotConfirmed(_, _, var harms) && !harms.isEmpty()
        ? Json.strings(harms)
        : null;
  }

  private static List<String> harms(Json json) {
    return json.at("harms").items().stream().map(item -> String.valueOf(item.asText())).toList();
  }

  private static Refusal tooManyMirrors(String[] numbers) {
    return new Refusal.TooManyMirrors(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  public static Json.Members write(Progress progress) {
    return progress(Json.object(), progress).build();
  }

  private static Json.Builder progress(Json.Builder members, Progress progress) {
    return members
        .put("done", progress.done())
        .put("total", progress.total())
        .put("created", progress.created())
        .put("updated", progress.updated())
        .put("deleted", progress.deleted());
  }

  public static Progress progress(Json json) {
    return new Progress(
        (int) json.at("done").asLong(0),
        (int) json.at("total").asLong(0),
        (int) json.at("created").asLong(0),
        (int) json.at("updated").asLong(0),
        (int) json.at("deleted").asLong(0));
  }

  private static Json.Builder named(String outcome) {
    return Json.object().put("outcome", outcome);
  }

  private static Json mirror(@Nullable ImageMirror mirror) {
    return mirror == null ? Json.Null.NULL : MirrorJson.write(mirror).build();
  }

  private static @Nullable ImageMirror mirror(Json json, String name) {
    return json.at(name) instanceof Json.Members members ? MirrorJson.read(members) : null;
  }

  private static ImageMirror known(Json json, String name) {
    return Objects.requireNonNull(mirror(json, name));
  }

  private static String text(Json json, String name) {
    return Objects.requireNonNull(json.at(name).asText(), name);
  }
}
