package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.OperationShown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The replies to callers are truthful.
final class ReplyChecker implements Checker {
  /// The time within which the functions of the API reply.
  private static final Duration ANSWERED = Duration.ofSeconds(25);

  private static final Set<String> ON_CLUSTER = Set.of("in-sync", "drifted", "unmanaged");

  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var reply : end.world().requestLog().replies()) {
      if (reply.status() > 0) {
        assertions.require(
            reply.to() - reply.from() <= ANSWERED.toNanos(),
            Invariant.WITHIN_DEADLINES,
            () ->
                "%s replied after %s"
                    .formatted(reply.function(), Duration.ofNanos(reply.to() - reply.from())));
      }
      assertions.require(
          (reply.status() != 500 || isForwarded(reply)) && !"InternalError".equals(reply.failure()),
          Invariant.NO_INTERNAL_ERRORS,
          () -> "%s replied %s".formatted(reply.function(), JsonWriter.write(reply.body())));
      if (reply.function() == DeployedFunction.LIST && reply.status() == 200) {
        list(end, reply, assertions);
      }
      reply.operation().ifPresent(id -> operation(end, reply, id, assertions));
    }
  }

  /// A forwarded reply of OCM to a read.
  private static boolean isForwarded(SimulatedReply reply) {
    return reply.function() == DeployedFunction.OCM_PROXY && reply.request() == null;
  }

  private static void operation(
      FinalState end, SimulatedReply reply, String id, Assertions assertions) {
    var found = end.operation(id);
    if (found.isEmpty()) {
      // A claimed key is released when the request has no effect; a concurrent repetition may have
      // been given the operation that then does not exist.
      assertions.require(
          isClaim(reply) || reply.isPossiblyAccepted(),
          Invariant.TRUTHFUL_REPLIES,
          () -> "a reply names %s, which does not exist".formatted(id));
      return;
    }
    var status = found.get();
    if ("idempotency-key-reused".equals(reply.problem())) {
      assertions.require(
          !isRequested(end, reply, status),
          Invariant.TRUTHFUL_REPLIES,
          () -> "a reply claims that the key of %s was used with other fields".formatted(id));
      return;
    }
    assertions.require(
        reply.request() == null || isRequested(end, reply, status),
        Invariant.EXACTLY_ONCE,
        () ->
            "the reply to %s names %s, which is %s"
                .formatted(reply.request(), id, status.operation().write()));
    var shown = reply.body().at("operation");
    var state = shown.at("state").asText();
    if (state != null && List.of("succeeded", "failed", "cancelled").contains(state)) {
      assertions.require(
          shown.equals(OperationShown.json(status)) && end.window(status).to() <= reply.to(),
          Invariant.TRUTHFUL_REPLIES,
          () ->
              "a reply shows %s as %s, and it is %s"
                  .formatted(
                      id, JsonWriter.write(shown), JsonWriter.write(OperationShown.json(status))));
    }
    if (reply.request() != null && reply.problem() != null && !reply.isPossiblyAccepted()) {
      var problem = OperationReply.problem(status).map(each -> each.type().urn());
      assertions.require(
          problem.isPresent() && problem.get().equals(reply.body().at("type").asText()),
          Invariant.TRUTHFUL_REPLIES,
          () ->
              "a reply reports that %s failed with %s, and it is %s"
                  .formatted(id, reply.problem(), status.outcome()));
    }
  }

  private static boolean isClaim(SimulatedReply reply) {
    var request = reply.request();
    return (request == null || request.key() != null)
        && (reply.problem() != null
            || "running".equals(reply.body().at("operation").at("state").asText()));
  }

  private static boolean isRequested(FinalState end, SimulatedReply reply, Status status) {
    return Objects.requireNonNull(reply.request()).hasSameFields(end.request(status));
  }

  /// A list that does not come from the records matches the content of the cluster at some moment
  /// of the call.
  private static void list(FinalState end, SimulatedReply reply, Assertions assertions) {
    if (reply.body().at("from_records").equals(Json.of(true))) {
      return;
    }
    var cluster = end.world().ocm().idOf(String.valueOf(reply.names().get("cluster")));
    var listed =
        reply.body().at("image_mirrors").items().stream()
            .filter(each -> ON_CLUSTER.contains(String.valueOf(each.at("state").asText())))
            .map(each -> Objects.requireNonNull(MirrorJson.read(each)))
            .collect(Collectors.toSet());
    var there =
        end.timeline().contents(cluster, new ClusterTimeline.Window(reply.from(), reply.to()));
    assertions.require(
        there.contains(listed),
        Invariant.TRUTHFUL_REPLIES,
        () -> "the list of %s was %s, and the cluster had %s".formatted(cluster, listed, there));
  }
}
