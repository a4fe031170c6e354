package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.OperationShown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Callers were told what was so, or came to be so.
final class ReplyChecker implements Checker {
  /// By when the API's functions answer.
  private static final Duration ANSWERED = Duration.ofSeconds(25);

  private static final Set<String> ON_CLUSTER = Set.of("in-sync", "drifted", "unmanaged");

  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var told : facts.world().dialogue().told()) {
      if (told.status() > 0) {
        verdict.require(
            told.to() - told.from() <= ANSWERED.toNanos(),
            Invariant.IN_TIME,
            () ->
                "%s was answered after %s"
                    .formatted(told.function(), Duration.ofNanos(told.to() - told.from())));
      }
      verdict.require(
          (told.status() != 500 || isHandedOn(told)) && !"InternalError".equals(told.failure()),
          Invariant.NO_FAULT,
          () -> "%s was answered with %s".formatted(told.function(), told.body().write()));
      if (told.function() == Deployed.LIST && told.status() == 200) {
        list(facts, told, verdict);
      }
      told.operation().ifPresent(id -> operation(facts, told, id, verdict));
    }
  }

  /// A reply of OCM to a client that only reads.
  private static boolean isHandedOn(Told told) {
    return told.function() == Deployed.OCM_PROXY && told.asked() == null;
  }

  private static void operation(Facts facts, Told told, String id, Verdict verdict) {
    var found = facts.operation(id);
    if (found.isEmpty()) {
      // A key that was claimed is given back where nothing came of it; who repeats the request in
      // between is told of an operation that then is none.
      verdict.require(
          isClaim(told), Invariant.TOLD_TRUTH, () -> "%s was told of, and is none".formatted(id));
      return;
    }
    var status = found.get();
    if ("idempotency-key-reused".equals(told.problem())) {
      verdict.require(
          !isAskedFor(facts, told, status),
          Invariant.TOLD_TRUTH,
          () -> "the key of %s is said to have come with other fields".formatted(id));
      return;
    }
    verdict.require(
        told.asked() == null || isAskedFor(facts, told, status),
        Invariant.ONE_EFFECT,
        () ->
            "who asked for %s was told of %s, which is %s"
                .formatted(told.asked(), id, status.operation().write()));
    var shown = told.body().at("operation");
    var state = shown.at("state").asText();
    if (state != null && List.of("succeeded", "failed", "cancelled").contains(state)) {
      verdict.require(
          shown.equals(OperationShown.json(status)) && facts.window(status).to() <= told.to(),
          Invariant.TOLD_TRUTH,
          () ->
              "%s was told as %s, and is %s"
                  .formatted(id, shown.write(), OperationShown.json(status).write()));
    }
    if (told.asked() != null && told.problem() != null) {
      var problem = OperationReply.problem(status).map(each -> each.type().urn());
      verdict.require(
          problem.isPresent() && problem.get().equals(told.body().at("type").asText()),
          Invariant.TOLD_TRUTH,
          () ->
              "%s was told to have failed with %s; it is %s"
                  .formatted(id, told.problem(), status.outcome()));
    }
  }

  private static boolean isClaim(Told told) {
    var asked = told.asked();
    return (asked == null || asked.key() != null)
        && (told.problem() != null
            || "running".equals(told.body().at("operation").at("state").asText()));
  }

  private static boolean isAskedFor(Facts facts, Told told, Status status) {
    return Objects.requireNonNull(told.asked()).isLike(facts.asked(status));
  }

  /// A list that is not of the records has what the cluster had at some moment of the call.
  private static void list(Facts facts, Told told, Verdict verdict) {
    if (told.body().at("from_records").equals(Json.of(true))) {
      return;
    }
    var cluster = facts.world().ocm().idOf(String.valueOf(told.names().get("cluster")));
    var listed =
        told.body().at("image_mirrors").items().stream()
            .filter(each -> ON_CLUSTER.contains(String.valueOf(each.at("state").asText())))
            .map(each -> Objects.requireNonNull(MirrorJson.read(each)))
            .collect(Collectors.toSet());
    var there = facts.past().contents(cluster, new Past.Window(told.from(), told.to()));
    verdict.require(
        there.contains(listed),
        Invariant.TOLD_TRUTH,
        () -> "%s was listed with %s, and had %s".formatted(cluster, listed, there));
  }
}
