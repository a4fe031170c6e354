package dev.imagemirrors.history;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The image mirrors that a cluster had at an entry of its history, so that a restore reads only
/// the entries after it. Like the entries, a checkpoint is never changed, and it can be computed
/// again from them.
///
/// @param head the entry
/// @param time the time of the entry; null before the first
/// @param latest the latest time of the entries up to it. The clocks of writers differ a little, so
///   it can be later than the time of the entry; no checkpoint has an earlier one than its
///   predecessors
/// @param mirrors ordered by source
public record StateCheckpoint(
    Head head, @Nullable Instant time, Instant latest, List<ImageMirror> mirrors) {
  /// The numbers of the entries with a checkpoint are the multiples of this.
  public static final long INTERVAL = 1_000;

  /// With the ID of the cluster, the partition of its checkpoints in the history table. No ID of a
  /// cluster begins so.
  public static final String PARTITION = "CHECKPOINT#";

  /// The state before the first entry.
  public static final StateCheckpoint START =
      new StateCheckpoint(Head.START, null, Instant.MIN, List.of());

  public StateCheckpoint {
    mirrors = List.copyOf(mirrors);
  }

  /// Whether the entry with this number has a checkpoint.
  public static boolean isAt(long number) {
    return number % INTERVAL == 0;
  }

  /// The next number after this one that has a checkpoint.
  public static long after(long number) {
    return (number / INTERVAL + 1) * INTERVAL;
  }

  public long number() {
    return head.number();
  }

  /// The stored form.
  public Json.Members json(String clusterId) {
    return Json.object()
        .put("cluster_id", clusterId)
        .put("number", head.number())
        .put("hash", head.hash())
        .put("time", time == null ? null : time.toString())
        .put("latest", latest.toString())
        .put(
            "image_mirrors",
            new Json.Items(
                mirrors.stream().<Json>map(mirror -> MirrorJson.write(mirror).build()).toList()))
        .build();
  }

  /// Reads the stored form; empty when it is not a checkpoint of this cluster.
  public static Optional<StateCheckpoint> read(String clusterId, Json json) {
    var head =
        Head.parse(json.at("number").asLong(0) + ":" + String.valueOf(json.at("hash").asText()));
    if (head.isEmpty() || !clusterId.equals(json.at("cluster_id").asText())) {
      return Optional.empty();
    }
    var mirrors = new ArrayList<ImageMirror>();
    for (var item : json.at("image_mirrors").items()) {
      var mirror = MirrorJson.read(item);
      if (mirror == null) {
        return Optional.empty();
      }
      mirrors.add(mirror);
    }
    try {
      return Optional.of(
          new StateCheckpoint(
              head.get(),
              Instant.parse(String.valueOf(json.at("time").asText())),
              Instant.parse(String.valueOf(json.at("latest").asText())),
              mirrors));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
