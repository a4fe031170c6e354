package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// A cluster: its document, its image mirrors, and the accepted writes.
///
/// A write is checked and applied atomically, so one of two concurrent creates of a source wins.
final class Cluster {
  private static final int MAXIMUM_SETS = 255;

  private final String id;
  private final InstantSource clock;
  private final Map<String, ImageMirror> mirrors = new TreeMap<>();
  private ObjectNode document;
  private Optional<Instant> lastWrite = Optional.empty();
  private int rollouts;
  private int noOpEdits;
  private int conflicts;

  Cluster(ObjectNode document, InstantSource clock) {
    this.id = document.path("id").asText();
    this.document = document;
    this.clock = clock;
  }

  String id() {
    return id;
  }

  synchronized String name() {
    return document.path("name").asText();
  }

  synchronized ObjectNode json() {
    return document.deepCopy();
  }

  synchronized void become(ObjectNode changed) {
    document = changed.deepCopy();
  }

  synchronized void restore(ImageMirror mirror) {
    mirrors.put(mirror.id(), mirror);
  }

  synchronized ObjectNode toStore() {
    var stored = Json.object();
    stored.set("document", document);
    stored.set(
        "image_mirrors", Json.array(mirrors.values().stream().map(ImageMirror::json).toList()));
    return stored.deepCopy();
  }

  synchronized List<ImageMirror> mirrors() {
    return List.copyOf(mirrors.values());
  }

  synchronized ImageMirror mirror(String mirrorId) {
    ImageMirror mirror = mirrors.get(mirrorId);
    if (mirror == null) {
      throw Refused.notFound(
          "Image mirror ID '%s' for cluster '%s' not found".formatted(mirrorId, id));
    }
    return mirror;
  }

  synchronized ImageMirror create(ObjectNode body, Rules rules) {
    var wanted = ImageMirrorRequest.toCreate(body, rules.behaviour());
    String source = wanted.source().orElseThrow();
    checkWritable(rules);
    if (mirrors.values().stream().anyMatch(mirror -> mirror.source().equals(source))) {
      throw Refused.badRequest(
          "Image mirror for source '%s' already exists for cluster '%s'".formatted(source, id));
    }
    if (mirrors.size() >= MAXIMUM_SETS) {
      throw Refused.badRequest(
          "Cluster '%s' cannot have more than %d image mirrors".formatted(id, MAXIMUM_SETS));
    }
    return write(
        rules,
        () -> {
          Instant now = Timestamps.of(clock.instant());
          var mirror =
              new ImageMirror(
                  id,
                  UUID.randomUUID().toString(),
                  "digest",
                  source,
                  wanted.mirrors().orElseThrow(),
                  now,
                  now);
          mirrors.put(mirror.id(), mirror);
          return mirror;
        });
  }

  synchronized ImageMirror edit(String mirrorId, ObjectNode body, Rules rules) {
    ImageMirror before = mirror(mirrorId);
    var wanted = ImageMirrorRequest.toEdit(body, rules.behaviour());
    checkWritable(rules);
    return write(
        rules,
        () -> {
          List<String> wantedMirrors = wanted.mirrors().orElse(before.mirrors());
          noOpEdits += wantedMirrors.equals(before.mirrors()) ? 1 : 0;
          ImageMirror after = before.withMirrors(wantedMirrors, clock.instant());
          mirrors.put(mirrorId, after);
          return after;
        });
  }

  synchronized void delete(String mirrorId, Rules rules) {
    ImageMirror mirror = mirror(mirrorId);
    checkWritable(rules);
    write(
        rules,
        () -> {
          mirrors.remove(mirrorId);
          return mirror;
        });
  }

  /// A new window ignores earlier writes.
  synchronized void forgetWrites() {
    lastWrite = Optional.empty();
  }

  synchronized ObjectNode state() {
    var state =
        Json.object()
            .put("id", id)
            .put("name", document.path("name").asText())
            .put("state", document.path("state").asText())
            .put("accepted_writes", rollouts)
            .put("rollouts", rollouts)
            .put("no_op_edits", noOpEdits)
            .put("conflicts", conflicts);
    state.set(
        "image_mirrors", Json.array(mirrors.values().stream().map(ImageMirror::json).toList()));
    return state;
  }

  private void checkWritable(Rules rules) {
    if (!document.path("state").asText().equals("ready")) {
      throw new Refused(
          rules.behaviour().notReadyStatus(), "Cluster '%s' is not in ready state".formatted(id));
    }
    if (!document.path("hypershift").path("enabled").asBoolean()) {
      throw new Refused(
          rules.behaviour().notHostedStatus(),
          "Image mirrors are only supported for Hosted Control Plane clusters");
    }
  }

  /// The last check of a write: whether the previous write is still settling.
  private ImageMirror write(Rules rules, Supplier<ImageMirror> change) {
    Instant now = clock.instant();
    if (lastWrite.map(last -> now.isBefore(last.plus(rules.conflictWindow()))).orElse(false)) {
      conflicts++;
      throw new Refused(409, conflict(id));
    }
    ImageMirror changed = change.get();
    lastWrite = Optional.of(now);
    rollouts++;
    return changed;
  }

  static String conflict(String clusterId) {
    return ("Operation cannot be fulfilled on manifestworks.work.open-cluster-management.io \"%s\":"
            + " the object has been modified; please apply your changes to the latest version and"
            + " try again")
        .formatted(clusterId);
  }
}
