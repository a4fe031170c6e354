package dev.imagemirrors.simulation;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry of a history, and what it says.
record Entry(HistoryEntry entry, Json says) {
  private static final Set<String> CHANGES = Set.of("created", "updated", "deleted");

  static Entry of(HistoryEntry entry) {
    return new Entry(entry, entry.shown());
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

  /// Whether it says that the cluster was changed. A set that was applied ends with its last
  /// change, or with an entry that is about no mirror.
  boolean claims() {
    return CHANGES.contains(outcome())
        && (outcome().equals("deleted") || before() != null || after() != null);
  }

  /// Whether it claims just that change. What was there before is not known to who found the change
  /// done, by a run that was killed.
  boolean claims(Effect effect, boolean mayHaveFoundItDone) {
    var known = before();
    var before = effect.before();
    return java.util.Objects.equals(after(), effect.after())
        && (known == null ? before == null || mayHaveFoundItDone : known.equals(before));
  }
}
