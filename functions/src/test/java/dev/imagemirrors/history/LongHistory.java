package dev.imagemirrors.history;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Entries of a long history: mirrors of some sources are created, updated and deleted in turns.
public final class LongHistory {
  public static final Instant START = Instant.parse("2026-01-02T00:00:00Z");
  private static final int SOURCES = 40;

  private final String clusterId;
  private final List<HistoryEntry> entries = new ArrayList<>();
  private Head head;

  private LongHistory(String clusterId, Head head) {
    this.clusterId = clusterId;
    this.head = head;
  }

  /// The entries up to a number.
  ///
  /// @param clock the times of the entries, by their numbers
  public static List<HistoryEntry> of(String clusterId, int size, LongFunction<Instant> clock) {
    return after(Head.START, clusterId, size, clock);
  }

  /// The entries after a head, up to a number.
  public static List<HistoryEntry> after(
      Head head, String clusterId, int size, LongFunction<Instant> clock) {
    var history = new LongHistory(clusterId, head);
    for (var number = head.number() + 1; number <= size; number++) {
      history.add(number, clock.apply(number));
    }
    return history.entries;
  }

  /// Entries are a minute apart.
  public static Instant time(long number) {
    return START.plusSeconds(60 * number);
  }

  public static String source(long number) {
    return "quay.io/s" + number % SOURCES;
  }

  /// The mirror of an entry lives for as many rounds as its source has a number modulo 4, so that
  /// the set differs from entry to entry.
  private void add(long number, Instant time) {
    var round = number / SOURCES % 4;
    var mirror =
        new ImageMirror(
            "id-" + number % SOURCES, source(number), List.of("m.corp.com/" + number), START, time);
    if (round == 0) {
      add("created", null, mirror, time);
    } else if (round <= number % SOURCES % 4) {
      add("updated", mirror, mirror, time);
    } else {
      add("deleted", mirror, null, time);
    }
  }

  private void add(
      String outcome, @Nullable ImageMirror before, @Nullable ImageMirror after, Instant time) {
    var about = after == null ? before : after;
    var content =
        Json.object()
            .put("cluster_id", clusterId)
            .put("time", time.toString())
            .put("action", "apply")
            .put("outcome", outcome)
            .put(
                "mirror",
                Json.strings(about == null ? List.of() : List.of(about.id(), about.source())))
            .put("actor", Json.Null.NULL)
            .put("before", json(before))
            .put("after", json(after))
            .put("refusal", Json.Null.NULL)
            .build();
    var entry = HistoryEntry.after(head, content);
    entries.add(entry);
    head = entry.head();
  }

  private static Json json(@Nullable ImageMirror mirror) {
    return mirror == null ? Json.Null.NULL : MirrorJson.write(mirror).build();
  }
}
