package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Checks the clusters that operations wait for.
public final class Watch {
  /// The number of clusters in one call: an ID has 32 characters, and the length of a URL is
  /// limited.
  private static final int CLUSTERS_PER_CALL = 50;

  private final Ports ports;
  private final Pace pace;

  public Watch(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
  }

  /// The result of a check.
  ///
  /// @param ready the clusters that are ready
  /// @param neverReady the number of clusters that cannot become ready, or no longer exist; their
  ///   operations are queued, and will fail
  /// @param unchecked the number of clusters that could not be read
  public record Checked(int waitedFor, List<Cluster> ready, int neverReady, int unchecked) {
    public Checked {
      ready = List.copyOf(ready);
    }
  }

  public Checked check() {
    var waiting = new LinkedHashMap<String, String>();
    for (var unfinished : ports.operations().unfinished()) {
      if (unfinished.state() == State.WAITING_FOR_CLUSTER) {
        waiting.put(unfinished.clusterId(), unfinished.operationId());
      }
    }
    var ready = new ArrayList<Cluster>();
    var neverReady = 0;
    var unchecked = 0;
    var ids = List.copyOf(waiting.keySet());
    for (var from = 0; from < ids.size(); from += CLUSTERS_PER_CALL) {
      var batch = ids.subList(from, Math.min(ids.size(), from + CLUSTERS_PER_CALL));
      if (!pace.fits(Duration.ZERO)
          || !(ports.clusters().read(batch) instanceof Answer.Done(var clusters, _))) {
        unchecked += batch.size();
        continue;
      }
      for (var id : batch) {
        var cluster = clusters.stream().filter(each -> each.id().equals(id)).findFirst();
        if (cluster.isPresent() && Readiness.of(cluster.get()) instanceof Readiness.Ready) {
          ready.add(cluster.get());
        } else if (cluster.isEmpty() || !mayBecomeReady(cluster.get())) {
          neverReady++;
          ports.operations().find(String.valueOf(waiting.get(id))).ifPresent(ports.queue()::send);
        }
      }
    }
    return new Checked(ids.size(), ready, neverReady, unchecked);
  }

  private static boolean mayBecomeReady(Cluster cluster) {
    return Readiness.of(cluster) instanceof Readiness.NotYet notYet && notYet.isTransient();
  }
}
