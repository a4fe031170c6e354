package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.mirror.ImageMirror;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The records of clusters: the mirrors that were requested through these functions.
public interface Records {
  Recorded of(String clusterId);

  /// The clusters that were written to, by name, ID or external ID, for when OCM is unavailable.
  List<Cluster> clusters(ClusterKey key);

  /// A cluster's records, and when an operation on it last ended; null if none has.
  record Recorded(List<ImageMirror> mirrors, @Nullable Instant asOf) {
    public Recorded {
      mirrors = List.copyOf(mirrors);
    }

    public Set<String> sources() {
      return mirrors.stream().map(ImageMirror::source).collect(Collectors.toSet());
    }
  }
}
