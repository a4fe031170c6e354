package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The records match the history and, if nobody else has written, the cluster.
final class RecordChecker implements Checker {
  @Override
  public void check(FinalState end, Assertions assertions) {
    for (var cluster : end.clusters()) {
      var records = new HashMap<String, ImageMirror>();
      end.records(cluster).forEach(mirror -> records.put(mirror.source(), mirror));
      var reply = new HashMap<String, ImageMirror>();
      end.history(cluster).forEach(entry -> follow(entry, reply));
      assertions.require(
          records.equals(reply),
          Invariant.CONSISTENT_RECORDS,
          () ->
              "the records of %s are %s, and by the history %s"
                  .formatted(cluster, description(records), description(reply)));
      compare(end, cluster, records, assertions);
    }
  }

  private static String description(Map<String, ImageMirror> mirrors) {
    return mirrors.values().stream()
        .sorted(Comparator.comparing(ImageMirror::source))
        .map(mirror -> mirror.source() + " " + mirror.mirrors())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void follow(ParsedEntry entry, Map<String, ImageMirror> records) {
    var before = entry.before();
    var after = entry.after();
    switch (entry.outcome()) {
      case "created", "updated" -> put(after, records);
      case "unchanged" -> {
        if (!isCallerBound(entry)) {
          put(after, records);
        }
      }
      case "deleted" -> {
        if (before != null) {
          records.remove(before.source());
        } else {
          forget(entry, records);
        }
      }
      case "refused" -> {
        if (!isCallerBound(entry)
            && "delete".equals(entry.says().at("action").asText())
            && "there is no such image mirror".equals(entry.says().at("refusal").asText())) {
          forget(entry, records);
        }
      }
      default -> {}
    }
  }

  private static void put(@Nullable ImageMirror after, Map<String, ImageMirror> records) {
    if (after != null) {
      records.put(after.source(), after);
    }
  }

  /// A request of an OCM client changes a record only together with the cluster.
  private static boolean isCallerBound(ParsedEntry entry) {
    return "ocm".equals(entry.says().at("actor").at("via").asText());
  }

  /// Removes the record of a deletion that is known only by its key.
  private static void forget(ParsedEntry entry, Map<String, ImageMirror> records) {
    var key = entry.says().at("request").at("id").asText();
    records.values().removeIf(mirror -> mirror.id().equals(key) || mirror.source().equals(key));
  }

  private static void compare(
      FinalState end, String cluster, Map<String, ImageMirror> records, Assertions assertions) {
    var there = end.world().ocm().byId(cluster);
    var doubtful =
        end.operations().stream()
            .filter(status -> status.operation().clusterId().equals(cluster))
            .anyMatch(HistoryChecker::mayHaveLanded);
    if (there.isEmpty() || doubtful) {
      return;
    }
    for (var source : Workload.SOURCES) {
      var versions =
          end.timeline().effects(cluster).stream()
              .filter(each -> each.mirror().source().equals(source))
              .toList();
      if (versions.stream().allMatch(ClusterChange::isByHolder)) {
        assertions.require(
            there.get().mirrorOf(source).equals(Optional.ofNullable(records.get(source))),
            Invariant.CONSISTENT_RECORDS,
            () ->
                "%s on %s is %s, and the record is %s"
                    .formatted(source, cluster, there.get().mirrorOf(source), records.get(source)));
      }
    }
  }
}
