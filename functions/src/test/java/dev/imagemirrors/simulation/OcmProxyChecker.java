package dev.imagemirrors.simulation;

import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// OCM clients receive truthful replies to their writes, and these are sent with their credentials.
final class OcmProxyChecker implements Checker {
  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var reply : end.world().requestLog().replies()) {
      if (reply.function() == DeployedFunction.OCM_PROXY && reply.status() > 0) {
        reply(end, reply, assertions);
      }
    }
    for (var sent : end.world().calls().sent()) {
      var status = end.operation(sent.operation());
      status.ifPresent(of ->
          assertions.require(
              sent.user().equals(sender(end, of)),
              Invariant.CALLER_CREDENTIALS,
              () -> "%s was sent with the token of %s".formatted(of.id(), sent.user())));
    }
    creations(end, assertions);
  }

  private static String sender(FinalState end, Status status) {
    return Objects.requireNonNullElse(end.request(status).user(), OcmTokens.SERVICE_ACCOUNT);
  }

  private static void reply(FinalState end, SimulatedReply reply, Assertions assertions) {
    var request = reply.request();
    if (request == null) {
      if (reply.status() == 200) {
        list(end, reply, assertions);
      }
      return;
    }
    var of =
        end.operations().stream().filter(status -> end.request(status).equals(request)).toList();
    assertions.require(
        of.size() <= 1,
        Invariant.EXACTLY_ONCE,
        () -> "%s became %s".formatted(request.reason(), of));
    assertions.require(
        isCorrect(end, reply, request, of.stream().findFirst()),
        Invariant.TRUTHFUL_REPLIES,
        () ->
            "%s by %s got the reply %d %s, and became %s"
                .formatted(
                    request.function(),
                    request.user(),
                    reply.status(),
                    JsonWriter.write(reply.body()),
                    of));
  }

  private static boolean isCorrect(
      FinalState end, SimulatedReply reply, SimulatedRequest request, Optional<Status> operation) {
    if (reply.status() == 503) {
      return true;
    }
    if (operation.isEmpty()) {
      return List.of(400, 401, 403, 404).contains(reply.status());
    }
    var outcome = operation.get().outcome();
    var hasEnded = end.window(operation.get()).to() <= reply.to();
    var hasDone =
        switch (reply.status()) {
          case 201 -> request.function() == DeployedFunction.CREATE && isMirror(reply, outcome);
          case 200 -> request.function() == DeployedFunction.EDIT && isMirror(reply, outcome);
          case 204 -> outcome instanceof Outcome.Deleted;
          case 400 ->
              outcome instanceof Outcome.Refused
                  || (request.function() == DeployedFunction.CREATE
                      && outcome instanceof Outcome.Unchanged);
          case 401, 403, 404 -> outcome instanceof Outcome.Refused;
          default -> false;
        };
    return hasEnded && hasDone;
  }

  private static boolean isMirror(SimulatedReply reply, @Nullable Outcome outcome) {
    var shown = mirror(reply);
    return switch (outcome) {
      case Outcome.Created(var mirror) -> mirror.equals(shown);
      case Outcome.Updated(_, var mirror) -> mirror.equals(shown);
      case Outcome.Unchanged(var mirror) -> mirror.equals(shown);
      case null, default -> false;
    };
  }

  private static ImageMirror mirror(SimulatedReply reply) {
    return Objects.requireNonNull(MirrorJson.read(reply.body()));
  }

  /// A forwarded list matches the content of the cluster at some moment of the call.
  private static void list(FinalState end, SimulatedReply reply, Assertions assertions) {
    var cluster = end.world().ocm().idOf(String.valueOf(reply.names().get("cluster")));
    var listed =
        reply.body().at("items").items().stream()
            .map(each -> Objects.requireNonNull(MirrorJson.read(each)))
            .collect(Collectors.toSet());
    var there =
        end.timeline().contents(cluster, new ClusterTimeline.Window(reply.from(), reply.to()));
    assertions.require(
        reply.body().at("total").asLong(-1) < 0 || there.contains(listed),
        Invariant.TRUTHFUL_REPLIES,
        () -> "the list of %s was %s, and the cluster had %s".formatted(cluster, listed, there));
  }

  /// A client that retries until it gets a reply learns that it created its mirror: no mirror is
  /// reported to its own creator as a conflict, and none is returned to two creators.
  private static void creations(FinalState end, Assertions assertions) {
    var given = new HashMap<String, Integer>();
    for (var reply : end.world().requestLog().replies()) {
      if (reply.function() == DeployedFunction.OCM_PROXY && reply.status() == 201) {
        given.merge(mirror(reply).id(), 1, Integer::sum);
      }
    }
    given.forEach((id, times) ->
        assertions.require(
            times == 1,
            Invariant.TRUTHFUL_REPLIES,
            () -> "%s was returned to %d creators".formatted(id, times)));
    for (var status : end.operations()) {
      if (status.outcome() instanceof Outcome.Unchanged(var there)
          && !given.containsKey(there.id())) {
        assertions.require(
            !isConflictWithItself(end, status, there),
            Invariant.TRUTHFUL_REPLIES,
            () -> "%s was reported as a conflict to the client that created it".formatted(there));
      }
    }
  }

  /// A creation that ended with its first attempt was answered, or its caller is gone.
  private static boolean isConflictWithItself(FinalState end, Status status, ImageMirror there) {
    var request = end.request(status);
    var isRefused =
        end.world().requestLog().replies().stream()
            .anyMatch(reply -> request.equals(reply.request()) && reply.status() == 400);
    return isRefused
        && end.world().ocm().effects().stream()
            .filter(effect -> effect.before() == null && effect.mirror().id().equals(there.id()))
            .flatMap(effect -> Stream.ofNullable(effect.by()))
            .flatMap(by -> end.operation(by.operation()).stream())
            .anyMatch(creation ->
                creation.attempts() > 1 && end.request(creation).isSameClientWrite(request));
  }
}
