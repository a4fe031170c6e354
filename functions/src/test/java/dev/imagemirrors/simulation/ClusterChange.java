package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A change that OCM made to a cluster.
///
/// @param by the lane holder that sent it; null for a write from elsewhere
record ClusterChange(
    long at,
    String cluster,
    @Nullable ImageMirror before,
    @Nullable ImageMirror after,
    Invocation.@Nullable Holder by) {
  /// The mirror after the change, or before it was deleted.
  ImageMirror mirror() {
    return Objects.requireNonNull(after == null ? before : after);
  }

  boolean isByHolder() {
    return by != null;
  }

  boolean isOf(String operation) {
    return by != null && by.operation().equals(operation);
  }

  /// Whether the cluster stayed as it was.
  boolean changesNothing() {
    return before != null && after != null && before.mirrors().equals(after.mirrors());
  }

  String description() {
    var how = before == null ? "created" : after == null ? "deleted" : "edited";
    return "%s %s on %s: %s".formatted(how, mirror().source(), cluster, mirror().mirrors());
  }
}
