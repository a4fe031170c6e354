package dev.imagemirrors.simulation;

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

/// Clients of OCM were told what became of their writes, and these were sent with their rights.
final class OcmProxyChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var told : facts.world().dialogue().told()) {
      if (told.function() == Deployed.OCM_PROXY && told.status() > 0) {
        reply(facts, told, verdict);
      }
    }
    for (var sent : facts.world().calls().sent()) {
      var status = facts.operation(sent.operation());
      status.ifPresent(of ->
          verdict.require(
              sent.user().equals(sender(facts, of)),
              Invariant.OWN_RIGHTS,
              () -> "%s was sent with the token of %s".formatted(of.id(), sent.user())));
    }
    creations(facts, verdict);
  }

  private static String sender(Facts facts, Status status) {
    return Objects.requireNonNullElse(facts.asked(status).user(), OcmTokens.OURS);
  }

  private static void reply(Facts facts, Told told, Verdict verdict) {
    var asked = told.asked();
    if (asked == null) {
      if (told.status() == 200) {
        list(facts, told, verdict);
      }
      return;
    }
    var of =
        facts.operations().stream().filter(status -> facts.asked(status).equals(asked)).toList();
    verdict.require(
        of.size() <= 1, Invariant.ONE_EFFECT, () -> "%s became %s".formatted(asked.reason(), of));
    verdict.require(
        isTrue(facts, told, asked, of.stream().findFirst()),
        Invariant.TOLD_TRUTH,
        () ->
            "%s by %s was answered with %d %s, and became %s"
                .formatted(asked.function(), asked.user(), told.status(), told.body().write(), of));
  }

  private static boolean isTrue(Facts facts, Told told, Asked asked, Optional<Status> of) {
    if (told.status() == 503) {
      return true;
    }
    if (of.isEmpty()) {
      return List.of(400, 401, 403, 404).contains(told.status());
    }
    var outcome = of.get().outcome();
    var hasEnded = facts.window(of.get()).to() <= told.to();
    var hasDone =
        switch (told.status()) {
          case 201 -> asked.function() == Deployed.CREATE && isMirror(told, outcome);
          case 200 -> asked.function() == Deployed.EDIT && isMirror(told, outcome);
          case 204 -> outcome instanceof Outcome.Deleted;
          case 400 ->
              outcome instanceof Outcome.Refused
                  || (asked.function() == Deployed.CREATE && outcome instanceof Outcome.Unchanged);
          case 401, 403, 404 -> outcome instanceof Outcome.Refused;
          default -> false;
        };
    return hasEnded && hasDone;
  }

  private static boolean isMirror(Told told, @Nullable Outcome outcome) {
    var shown = mirror(told);
    return switch (outcome) {
      case Outcome.Created(var mirror) -> mirror.equals(shown);
      case Outcome.Updated(_, var mirror) -> mirror.equals(shown);
      case Outcome.Unchanged(var mirror) -> mirror.equals(shown);
      case null, default -> false;
    };
  }

  private static ImageMirror mirror(Told told) {
    return Objects.requireNonNull(MirrorJson.read(told.body()));
  }

  /// A list that was handed on has what the cluster had at some moment of the call.
  private static void list(Facts facts, Told told, Verdict verdict) {
    var cluster = facts.world().ocm().idOf(String.valueOf(told.names().get("cluster")));
    var listed =
        told.body().at("items").items().stream()
            .map(each -> Objects.requireNonNull(MirrorJson.read(each)))
            .collect(Collectors.toSet());
    var there = facts.past().contents(cluster, new Past.Window(told.from(), told.to()));
    verdict.require(
        told.body().at("total").asLong(-1) < 0 || there.contains(listed),
        Invariant.TOLD_TRUTH,
        () -> "%s was listed with %s, and had %s".formatted(cluster, listed, there));
  }

  /// A client that asks on until it is answered is told that it has made what it has made: no
  /// mirror is held against the one that made it, and none is given to two.
  private static void creations(Facts facts, Verdict verdict) {
    var given = new HashMap<String, Integer>();
    for (var told : facts.world().dialogue().told()) {
      if (told.function() == Deployed.OCM_PROXY && told.status() == 201) {
        given.merge(mirror(told).id(), 1, Integer::sum);
      }
    }
    given.forEach((id, times) ->
        verdict.require(
            times == 1,
            Invariant.TOLD_TRUTH,
            () -> "%s was given to %d who asked for it".formatted(id, times)));
    for (var status : facts.operations()) {
      if (status.outcome() instanceof Outcome.Unchanged(var there)
          && !given.containsKey(there.id())) {
        verdict.require(
            !isHeldAgainstItsMaker(facts, status, there),
            Invariant.TOLD_TRUTH,
            () -> "%s is held against the client that made it".formatted(there));
      }
    }
  }

  /// Whoever made a mirror, and ended with its first run, has had its answer, or died with it.
  private static boolean isHeldAgainstItsMaker(Facts facts, Status status, ImageMirror there) {
    var asked = facts.asked(status);
    var isRefused =
        facts.world().dialogue().told().stream()
            .anyMatch(told -> asked.equals(told.asked()) && told.status() == 400);
    return isRefused
        && facts.world().ocm().effects().stream()
            .filter(effect -> effect.before() == null && effect.mirror().id().equals(there.id()))
            .flatMap(effect -> Stream.ofNullable(effect.by()))
            .flatMap(by -> facts.operation(by.operation()).stream())
            .anyMatch(maker -> maker.tries() > 1 && facts.asked(maker).isOfOneWith(asked));
  }
}
