package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The records are what the history makes of them, the lane knows their sources, and, where nobody
/// else has written, they are what the cluster has.
final class RecordChecker implements Checker {
  @Override
  public void checker(Facts facts, Verdict verdict) {
    for (var cluster : facts.clusters()) {
      var records = new HashMap<String, ImageMirror>();
      facts.records(cluster).forEach(mirror -> records.put(mirror.source(), mirror));
      var told = new HashMap<String, ImageMirror>();
      facts.history(cluster).forEach(entry -> follow(entry, told));
      verdict.require(
          records.equals(told),
          Invariant.TRUE_RECORDS,
          () ->
              "on %s is recorded %s, and by the history it is %s"
                  .formatted(cluster, words(records), words(told)));
      verdict.require(
          records.keySet().equals(facts.state(cluster).sources()),
          Invariant.TRUE_RECORDS,
          () ->
              "the lane of %s knows %s of %s"
                  .formatted(cluster, facts.state(cluster).sources(), words(records)));
      compare(facts, cluster, records, verdict);
    }
  }

  private static String words(Map<String, ImageMirror> mirrors) {
    return mirrors.values().stream()
        .sorted(Comparator.comparing(ImageMirror::source))
        .map(mirror -> mirror.source() + " " + mirror.mirrors())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void follow(Entry entry, Map<String, ImageMirror> records) {
    var before = entry.before();
    var after = entry.after();
    switch (entry.outcome()) {
      case "created", "updated", "unchanged" -> {
        if (after != null) {
          records.put(after.source(), after);
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
        if ("delete".equals(entry.says().at("action").asText())
            && "there is no such image mirror".equals(entry.says().at("refusal").asText())) {
          forget(entry, records);
        }
      }
      default -> {}
    }
  }

  /// What is deleted, or asked to be, and known by its key alone.
  private static void forget(Entry entry, Map<String, ImageMirror> records) {
    var key = entry.says().at("asked").at("id").asText();
    records.values().removeIf(mirror -> mirror.id().equals(key) || mirror.source().equals(key));
  }

  private static void compare(
      Facts facts, String cluster, Map<String, ImageMirror> records, Verdict verdict) {
    var there = facts.world().ocm().byId(cluster);
    var doubtful =
        facts.operations().stream()
            .filter(status -> status.operation().clusterId().equals(cluster))
            .anyMatch(HistoryChecker::mayHaveLanded);
    if (there.isEmpty() || doubtful) {
      return;
    }
    for (var source : Workload.SOURCES) {
      var versions =
          facts.past().effects(cluster).stream()
              .filter(each -> each.mirror().source().equals(source))
              .toList();
      if (versions.stream().allMatch(Effect::isOurs)) {
        verdict.require(
            there.get().mirrorOf(source).equals(Optional.ofNullable(records.get(source))),
            Invariant.TRUE_RECORDS,
            () ->
                "%s is on %s as %s, and is recorded as %s"
                    .formatted(source, cluster, there.get().mirrorOf(source), records.get(source)));
      }
    }
  }
}
