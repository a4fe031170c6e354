package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts what arrives: calls by route, and how many writes on one cluster were ever in flight at
/// once.
final class Traffic {
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private final Map<String, Integer> mostWrites = new HashMap<>();

  /// A call on its way. It ends *before* its answer leaves, so that a client that waits for each
  /// answer never seems to have two writes in flight.
  interface InFlight extends AutoCloseable {
    @Override
    void close();
  }

  synchronized InFlight begin(String route, Optional<String> writtenCluster) {
    calls.merge(route, 1, Integer::sum);
    if (writtenCluster.isEmpty()) {
      return () -> {};
    }
    String cluster = writtenCluster.get();
    mostWrites.merge(cluster, writes.merge(cluster, 1, Integer::sum), Math::max);
    return () -> end(cluster);
  }

  private synchronized void end(String cluster) {
    writes.merge(cluster, -1, Integer::sum);
  }

  synchronized int mostWrites(String cluster) {
    return mostWrites.getOrDefault(cluster, 0);
  }

  synchronized ObjectNode calls() {
    var json = Json.object();
    calls.forEach(json::put);
    return json;
  }
}
