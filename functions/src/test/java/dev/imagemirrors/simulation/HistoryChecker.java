package dev.imagemirrors.simulation;

import dev.imagemirrors.history.Head;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.util.ArrayList;
import java.util.List;

/// The history has no gap, its chain is whole, and it tells what happened, in the order in which it
/// did.
final class HistoryChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var cluster : facts.clusters()) {
      chain(facts, cluster, verdict);
      order(facts, cluster, verdict);
      for (var entry : facts.history(cluster)) {
        verdict.require(
            facts.operation(entry.operation()).isPresent(),
            Invariant.TRUE_HISTORY,
            () -> "entry %d of %s is of no operation".formatted(entry.number(), cluster));
      }
    }
    for (var status : facts.operations()) {
      if (!status.operation().clusterId().isEmpty() && status.state().ended()) {
        entries(facts, status, verdict);
      }
    }
    for (var effect : facts.world().ocm().effects()) {
      var by = effect.by();
      verdict.require(
          by == null || facts.operation(by.operation()).isPresent(),
          Invariant.TRUE_HISTORY,
          () -> effect.words() + " by an operation that nobody knows");
    }
  }

  private static void chain(Facts facts, String cluster, Verdict verdict) {
    var head = Head.START;
    for (var entry : facts.history(cluster)) {
      var before = head;
      var text = entry.entry().text();
      verdict.require(
          entry.number() == before.number() + 1
              && entry.says().at("number").asLong(-1) == entry.number()
              && before.hash().equals(entry.says().at("previous_hash").asText())
              && entry.entry().hash().equals(Digest.sha256(text)),
          Invariant.WHOLE_HISTORY,
          () -> "entry %d of %s does not follow %s".formatted(entry.number(), cluster, before));
      head = entry.entry().head();
    }
    var last = head;
    var known = facts.state(cluster).head();
    verdict.require(
        last.equals(known),
        Invariant.WHOLE_HISTORY,
        () -> "the head of %s is %s, not %s".formatted(cluster, known, last));
  }

  private static void entries(Facts facts, Status status, Verdict verdict) {
    var entries = facts.entries(status);
    var single = status.operation().write() instanceof Write.Single;
    verdict.require(
        single ? entries.size() == 1 : !entries.isEmpty(),
        Invariant.TRUE_HISTORY,
        () -> "%s has %d entries".formatted(status.id(), entries.size()));
    if (facts.isDisturbed(status) || mayHaveLanded(status)) {
      return;
    }
    var effects = facts.effects(status);
    var claims = entries.stream().filter(Entry::claims).toList();
    var foundDone = effects.isEmpty() && claims.size() == 1 && facts.isDoubtful(status);
    verdict.require(
        foundDone || tell(claims, effects, status.tries() > 1),
        Invariant.TRUE_HISTORY,
        () ->
            "of %s the history has %s, and OCM %s"
                .formatted(status.id(), claims, effects.stream().map(Effect::words).toList()));
  }

  private static boolean tell(List<Entry> claims, List<Effect> effects, boolean mayBeFoundDone) {
    for (var i = 0; i < Math.min(claims.size(), effects.size()); i++) {
      if (!claims.get(i).claims(effects.get(i), mayBeFoundDone)) {
        return false;
      }
    }
    return claims.size() == effects.size();
  }

  /// Whether it was given up while nobody knew whether its write was done.
  static boolean mayHaveLanded(Status status) {
    return switch (status.outcome()) {
      case Outcome.Refused(Refusal.GivenUp(var reason)) -> !wasNotSent(reason);
      case Outcome.Stopped(_, _, Refusal.GivenUp _) -> true;
      case null, default -> false;
    };
  }

  /// Whether it was given up since its caller, who alone may send it, had gone before he could, or
  /// since what he had sent was not there.
  static boolean wasNotSent(String reason) {
    return reason.contains("who alone may send it, is gone") || reason.contains("has broken down");
  }

  /// What changed the cluster one after the other is in the history one after the other.
  private static void order(Facts facts, String cluster, Verdict verdict) {
    var done = new ArrayList<String>();
    for (var effect : facts.past().effects(cluster)) {
      var by = effect.by();
      if (by != null) {
        done.add(by.operation());
      }
    }
    var told = facts.history(cluster).stream().filter(Entry::claims).map(Entry::operation).toList();
    var both = told.stream().filter(done::contains).distinct().toList();
    verdict.require(
        firsts(done).stream().filter(both::contains).toList().equals(both),
        Invariant.TRUE_HISTORY,
        () -> "%s changed %s in that order, and the history has %s".formatted(done, cluster, told));
    var placed = List.copyOf(facts.world().lanes().placed(cluster).keySet());
    var last = -1;
    for (var operation : done) {
      var place = placed.indexOf(operation);
      verdict.require(
          place >= last,
          Invariant.IN_ORDER,
          () -> operation + " had an effect after a later one had");
      last = Math.max(last, place);
    }
  }

  private static List<String> firsts(List<String> operations) {
    return operations.stream().distinct().toList();
  }
}
