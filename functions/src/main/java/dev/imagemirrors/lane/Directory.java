package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Telemetry;

/// Finds the cluster of a request that only reads. What OCM cannot tell, the records may: they know
/// the clusters that were written to, also while OCM is down or after a cluster is gone.
public record Directory(Clusters clusters, Records records, Telemetry telemetry) {
  /// What a key led to.
  public sealed interface Lookup {
    record Found(Cluster cluster) implements Lookup {}

    /// Known from the records alone.
    record Recorded(Cluster cluster, Refusal why) implements Lookup {}

    record NoOne(int total) implements Lookup {}

    record Unanswered(Refusal why) implements Lookup {}
  }

  public Lookup find(ClusterKey key) {
    return switch (clusters.find(key)) {
      case Answer.Done(var found, _) when found.one().isPresent() -> found(found.one().get());
      case Answer.Done(var found, _) when found.total() > 1 -> new Lookup.NoOne(found.total());
      case Answer.Done(_, _), Answer.Absent(_) ->
          recorded(key, new Refusal.ClusterGone(), new Lookup.NoOne(0));
      case Answer<Clusters.Matches> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> recorded(key, why, new Lookup.Unanswered(why));
            case Refusal why -> new Lookup.Unanswered(why);
          };
    };
  }

  private Lookup found(Cluster cluster) {
    telemetry.concerns(cluster.id());
    return new Lookup.Found(cluster);
  }

  private Lookup recorded(ClusterKey key, Refusal why, Lookup otherwise) {
    var known = records.clusters(key);
    return switch (known.size()) {
      case 0 -> otherwise;
      case 1 -> new Lookup.Recorded(known.getFirst(), why);
      default -> new Lookup.NoOne(known.size());
    };
  }
}
