package dev.imagemirrors.simulation;

import dev.imagemirrors.history.Head;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.util.ArrayList;
import java.util.List;

/// The history has no gap, its hash chain is intact, and it records all changes in the order in
/// which they took effect.
final class HistoryChecker implements Checker {
  /// The most refusals of a caller that have entries, within some minutes.
  private static final int MOST_REFUSALS = 20;

  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var cluster : end.clusters()) {
      chain(end, cluster, assertions);
      order(end, cluster, assertions);
      for (var entry : end.history(cluster)) {
        assertions.require(
            end.operation(entry.operation()).isPresent(),
            Invariant.ACCURATE_HISTORY,
            () -> "entry %d of %s belongs to no operation".formatted(entry.number(), cluster));
      }
    }
    for (var status : end.operations()) {
      if (!status.operation().clusterId().isEmpty() && status.state().ended()) {
        entries(end, status, assertions);
      }
    }
    for (var effect : end.world().ocm().effects()) {
      var by = effect.by();
      assertions.require(
          by == null || end.operation(by.operation()).isPresent(),
          Invariant.ACCURATE_HISTORY,
          () -> effect.description() + " by an unknown operation");
    }
  }

  private static void chain(FinalState end, String cluster, Assertions assertions) {
    var head = Head.START;
    for (var entry : end.history(cluster)) {
      var before = head;
      var text = entry.entry().text();
      assertions.require(
          entry.number() == before.number() + 1
              && entry.says().at("number").asLong(-1) == entry.number()
              && before.hash().equals(entry.says().at("previous_hash").asText())
              && entry.entry().hash().equals(Digest.sha256(text)),
          Invariant.INTACT_HISTORY,
          () -> "entry %d of %s does not follow %s".formatted(entry.number(), cluster, before));
      head = entry.entry().head();
    }
    var last = head;
    var known = end.state(cluster).head();
    assertions.require(
        last.equals(known),
        Invariant.INTACT_HISTORY,
        () -> "the head of %s is %s, not %s".formatted(cluster, known, last));
  }

  private static void entries(FinalState end, Status status, Assertions assertions) {
    var entries = end.entries(status);
    var single = status.operation().write() instanceof Write.Single;
    assertions.require(
        (single ? entries.size() == 1 : !entries.isEmpty())
            || (entries.isEmpty() && mayBeCountedOnly(end, status)),
        Invariant.ACCURATE_HISTORY,
        () -> "%s has %d entries".formatted(status.id(), entries.size()));
    if (end.isDisturbed(status) || mayHaveLanded(status)) {
      return;
    }
    var effects = end.effects(status);
    var claims = entries.stream().filter(ParsedEntry::claims).toList();
    var foundApplied = effects.isEmpty() && claims.size() == 1 && end.isDoubtful(status);
    assertions.require(
        foundApplied || match(claims, effects, status.attempts() > 1),
        Invariant.ACCURATE_HISTORY,
        () ->
            "the history has %2$s for %1$s, and OCM made %3$s"
                .formatted(
                    status.id(),
                    claims,
                    effects.stream().map(ClusterChange::description).toList()));
  }

  /// Whether it is one of many refusals of its caller, of which the first have entries.
  private static boolean mayBeCountedOnly(FinalState end, Status status) {
    return status.outcome() instanceof Outcome.Refused(var why)
        && !(why instanceof Refusal.GivenUp)
        && end.effects(status).isEmpty()
        && end.history(status.operation().clusterId()).stream()
                .filter(entry -> entry.outcome().equals("refused"))
                .count()
            >= MOST_REFUSALS;
  }

  private static boolean match(
      List<ParsedEntry> claims, List<ClusterChange> effects, boolean mayBeFoundApplied) {
    for (var i = 0; i < Math.min(claims.size(), effects.size()); i++) {
      if (!claims.get(i).claims(effects.get(i), mayBeFoundApplied)) {
        return false;
      }
    }
    return claims.size() == effects.size();
  }

  /// Whether it was given up while it was in doubt whether its write had taken effect.
  static boolean mayHaveLanded(Status status) {
    return switch (status.outcome()) {
      case Outcome.Refused(Refusal.GivenUp(var reason)) -> !wasNotSent(reason);
      case Outcome.Stopped(_, _, Refusal.GivenUp _) -> true;
      case null, default -> false;
    };
  }

  /// Whether it was given up because the caller, which alone may send it, was gone before the write
  /// was sent, or because the write had not taken effect.
  static boolean wasNotSent(String reason) {
    return reason.contains("only its own request could send it")
        || reason.contains("its request failed");
  }

  /// Changes are in the history in the order in which they took effect.
  private static void order(FinalState end, String cluster, Assertions assertions) {
    var done = new ArrayList<String>();
    for (var effect : end.timeline().effects(cluster)) {
      var by = effect.by();
      if (by != null) {
        done.add(by.operation());
      }
    }
    var reply =
        end.history(cluster).stream()
            .filter(ParsedEntry::claims)
            .map(ParsedEntry::operation)
            .toList();
    var both = reply.stream().filter(done::contains).distinct().toList();
    assertions.require(
        firsts(done).stream().filter(both::contains).toList().equals(both),
        Invariant.ACCURATE_HISTORY,
        () ->
            "%s changed %s in this order, and the history has %s".formatted(done, cluster, reply));
    var placed = List.copyOf(end.world().lanes().positions(cluster).keySet());
    var last = -1;
    for (var operation : done) {
      var place = placed.indexOf(operation);
      assertions.require(
          place >= last,
          Invariant.FIFO_ORDER,
          () -> operation + " took effect after a later operation");
      last = Math.max(last, place);
    }
  }

  private static List<String> firsts(List<String> operations) {
    return operations.stream().distinct().toList();
  }
}
