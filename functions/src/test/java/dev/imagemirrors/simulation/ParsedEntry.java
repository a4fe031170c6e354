package dev.imagemirrors.simulation;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A history entry and its parsed content.
record ParsedEntry(HistoryEntry entry, Json says) {
  private static final Set<String> CHANGES = Set.of("created", "updated", "deleted");

  static ParsedEntry of(HistoryEntry entry) {
    return new ParsedEntry(entry, entry.shown());
  }

  long number() {
    return entry.number();
  }

  String operation() {
    return String.valueOf(says.at("operation_id").asText());
  }

  String outcome() {
    return String.valueOf(says.at("outcome").asText());
  }

  @Nullable ImageMirror before() {
    return MirrorJson.read(says.at("before"));
  }

  @Nullable ImageMirror after() {
    return MirrorJson.read(says.at("after"));
  }

  /// Whether it records a change of the cluster. A set that was applied ends with its last change,
  /// or with an entry without a mirror.
  boolean claims() {
    return CHANGES.contains(outcome())
        && (outcome().equals("deleted") || before() != null || after() != null);
  }

  /// Whether it records exactly that change. An operation that finds its change already made by a
  /// killed invocation does not know the previous mirror.
  boolean claims(ClusterChange effect, boolean mayHaveFoundItApplied) {
    var known = before();
    var before = effect.before();
    return java.util.Objects.equals(after(), effect.after())
        && (known == null ? before == null || mayHaveFoundItApplied : known.equals(before));
  }
}
