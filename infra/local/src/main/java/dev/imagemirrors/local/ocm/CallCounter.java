package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts calls by route, and the highest number of concurrent writes to one cluster.
final class CallCounter {
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private final Map<String, Integer> mostWrites = new HashMap<>();

  /// A call in progress. It ends *before* its reply is sent, so a client that waits for each reply
  /// never seems to have two writes in flight.
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
