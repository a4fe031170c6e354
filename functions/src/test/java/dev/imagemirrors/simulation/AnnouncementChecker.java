package dev.imagemirrors.simulation;

import java.util.HashSet;
import java.util.Set;

/// Every end was announced: what is in a history by its number, the rest by its operation.
final class AnnouncementChecker implements Checker {
  private static final Set<String> SILENT = Set.of("unchanged");

  @Override
  public void checker(Facts facts, Verdict verdict) {
    var entries = new HashSet<String>();
    var operations = new HashSet<String>();
    for (var event : facts.world().bus().announced()) {
      var detail = event.detail();
      entries.add(detail.at("cluster_id").asText() + "#" + detail.at("number").asLong(-1));
      operations.add(String.valueOf(detail.at("operation_id").asText()));
    }
    for (var cluster : facts.clusters()) {
      for (var entry : facts.history(cluster)) {
        verdict.require(
            SILENT.contains(entry.outcome()) || entries.contains(cluster + "#" + entry.number()),
            Invariant.ANNOUNCED,
            () -> "entry %d of %s was not".formatted(entry.number(), cluster));
      }
    }
    for (var status : facts.operations()) {
      verdict.require(
          !status.operation().clusterId().isEmpty()
              || !status.state().ended()
              || operations.contains(status.id()),
          Invariant.ANNOUNCED,
          () -> "%s, which came to no cluster, was not".formatted(status.id()));
    }
  }
}
