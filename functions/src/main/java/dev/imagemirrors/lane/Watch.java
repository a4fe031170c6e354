package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.operation.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Looks at the clusters that something waits for.
public final class Watch {
  /// How many clusters one call asks for: an ID has 32 characters, and a URL must stay short.
  private static final int AT_ONCE = 50;

  private final Ports ports;
  private final Pace pace;

  public Watch(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
  }

  /// What was seen.
  ///
  /// @param ready the clusters that what waits for them can go on
  /// @param hopeless how many will not become ready, or are gone; what waits for them is run once
  ///   more, to end with that
  /// @param unseen how many could not be asked for
  public record Seen(int waitedFor, List<Cluster> ready, int hopeless, int unseen) {
    public Seen {
      ready = List.copyOf(ready);
    }
  }

  public Seen look() {
    var waiting = new LinkedHashMap<String, String>();
    for (var unfinished : ports.operations().waitingForClusters()) {
      waiting.put(unfinished.clusterId(), unfinished.operationId());
    }
    var ready = new ArrayList<Cluster>();
    var hopeless = 0;
    var unseen = 0;
    var ids = List.copyOf(waiting.keySet());
    for (var from = 0; from < ids.size(); from += AT_ONCE) {
      var some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      if (!pace.fits(Duration.ZERO)
          || !(ports.clusters().read(some) instanceof Answer.Done(var clusters, _))) {
        unseen += some.size();
        continue;
      }
      for (var id : some) {
        var cluster = clusters.stream().filter(each -> each.id().equals(id)).findFirst();
        if (cluster.isPresent() && Readiness.of(cluster.get()) instanceof Readiness.Ready) {
          ready.add(cluster.get());
        } else if (cluster.isEmpty() || !mayBecomeReady(cluster.get())) {
          hopeless++;
          ports.operations().find(String.valueOf(waiting.get(id))).ifPresent(ports.queue()::send);
        }
      }
    }
    return new Seen(ids.size(), ready, hopeless, unseen);
  }

  private static boolean mayBecomeReady(Cluster cluster) {
    return Readiness.of(cluster) instanceof Readiness.NotYet notYet && notYet.isTransient();
  }
}
