package dev.imagemirrors.simulation;

import dev.imagemirrors.operation.Status;
import java.util.HashMap;
import java.util.Map;

/// Under one key there is one operation that was accepted, and no operation does anything twice.
final class KeyChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    Map<String, String> accepted = new HashMap<>();
    for (var status : facts.operations()) {
      var key = status.operation().request().key();
      if (key != null && wasPlaced(facts, status)) {
        var other = accepted.putIfAbsent(key.id(), status.id());
        verdict.require(
            other == null,
            Invariant.ONE_EFFECT,
            () -> "%s and %s have the same key".formatted(other, status.id()));
      }
      if (!facts.isDisturbed(status)) {
        var effects = facts.effects(status);
        var mirrors = effects.stream().map(each -> each.mirror().source()).distinct().count();
        verdict.require(
            mirrors == effects.size(),
            Invariant.ONE_EFFECT,
            () -> "%s did %s".formatted(status.id(), effects.stream().map(Effect::words).toList()));
      }
    }
  }

  private static boolean wasPlaced(Facts facts, Status status) {
    return facts.world().lanes().placed(status.operation().clusterId()).containsKey(status.id());
  }
}
