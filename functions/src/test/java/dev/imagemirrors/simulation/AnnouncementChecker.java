package dev.imagemirrors.simulation;

import java.util.HashSet;
import java.util.Set;

/// Every end is announced: one with a history entry by the entry's number, any other by its
/// operation.
final class AnnouncementChecker implements Checker {
  private static final Set<String> SILENT = Set.of("unchanged");

  @Override
  public void check(FinalState end, Assertions assertions) {
    var entries = new HashSet<String>();
    var operations = new HashSet<String>();
    for (var event : end.world().bus().announced()) {
      var detail = event.detail();
      entries.add(detail.at("cluster_id").asText() + "#" + detail.at("number").asLong(-1));
      operations.add(String.valueOf(detail.at("operation_id").asText()));
    }
    for (var cluster : end.clusters()) {
      for (var entry : end.history(cluster)) {
        assertions.require(
            SILENT.contains(entry.outcome()) || entries.contains(cluster + "#" + entry.number()),
            Invariant.EVERY_END_ANNOUNCED,
            () -> "entry %d of %s was not announced".formatted(entry.number(), cluster));
      }
    }
    for (var status : end.operations()) {
      assertions.require(
          !status.operation().clusterId().isEmpty()
              || !status.state().ended()
              || operations.contains(status.id()),
          Invariant.EVERY_END_ANNOUNCED,
          () -> "%s, which has no cluster, was not announced".formatted(status.id()));
    }
  }
}
