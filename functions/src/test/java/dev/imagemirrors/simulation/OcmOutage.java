package dev.imagemirrors.simulation;

import dev.imagemirrors.ocm.SimulatedConnection.Sent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A period in which OCM does not answer, for all clusters or for one.
///
/// @param cluster the ID and the name of the only cluster that is concerned; null for all
record OcmOutage(long from, long to, Kind kind, @Nullable Concerned cluster) {
  /// What a caller notices.
  enum Kind {
    /// Nothing is answered until the caller gives up.
    HANGS,
    /// A proxy answers 503.
    ANSWERS_503,
    UNREACHABLE
  }

  /// The names of a cluster in requests.
  record Concerned(String id, String name) {}

  static OcmOutage ofAll(Duration from, Duration to, Kind kind) {
    return new OcmOutage(from.toNanos(), to.toNanos(), kind, null);
  }

  boolean isOn(long now) {
    return now >= from && now < to;
  }

  boolean concerns(Sent request) {
    var uri = request.uri().toString();
    return cluster == null
        || uri.contains("/" + cluster.id() + "/")
        || uri.endsWith("/" + cluster.id())
        || uri.contains(cluster.name());
  }
}
