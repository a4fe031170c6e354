package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A change that OCM has made to a cluster.
///
/// @param by the run that sent it; null where somebody else did
record Effect(
    long at,
    String cluster,
    @Nullable ImageMirror before,
    @Nullable ImageMirror after,
    Invocation.@Nullable Hold by) {
  /// The mirror, as it is or was.
  ImageMirror mirror() {
    return Objects.requireNonNull(after == null ? before : after);
  }

  boolean isOurs() {
    return by != null;
  }

  boolean isOf(String operation) {
    return by != null && by.operation().equals(operation);
  }

  /// Whether the cluster is as it was before.
  boolean changesNothing() {
    return before != null && after != null && before.mirrors().equals(after.mirrors());
  }

  String words() {
    var how = before == null ? "created" : after == null ? "deleted" : "edited";
    return "%s %s on %s: %s".formatted(how, mirror().source(), cluster, mirror().mirrors());
  }
}
