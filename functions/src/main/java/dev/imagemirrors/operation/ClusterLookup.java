package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;

/// Finds the cluster of a request. If OCM is unavailable, or no longer knows the cluster, the
/// records are searched: they hold every cluster that was written to.
public record ClusterLookup(Clusters clusters, Records records, Telemetry telemetry) {
  /// The cluster that a key identifies, or why there is none.
  public sealed interface Result {
    record Found(Cluster cluster) implements Result {}

    /// Only the records hold it; `why` is the reason from OCM.
    record Recorded(Cluster cluster, Refusal why) implements Result {}

    record NoSingleMatch(int total) implements Result {}

    record Failed(Refusal why) implements Result {}
  }

  public Result find(ClusterKey key) {
    return switch (clusters.find(key)) {
      case Answer.Done(var found, _) when found.one().isPresent() -> found(found.one().get());
      case Answer.Done(var found, _) when found.total() > 1 ->
          new Result.NoSingleMatch(found.total());
      case Answer.Done(_, _), Answer.Absent(_) ->
          recorded(key, new Refusal.ClusterGone(), new Result.NoSingleMatch(0));
      case Answer<Clusters.Matches> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> recorded(key, why, new Result.Failed(why));
            case Refusal why -> new Result.Failed(why);
          };
    };
  }

  private Result found(Cluster cluster) {
    telemetry.clusterFound(cluster.id());
    return new Result.Found(cluster);
  }

  private Result recorded(ClusterKey key, Refusal why, Result otherwise) {
    var known = records.clusters(key);
    return switch (known.size()) {
      case 0 -> otherwise;
      case 1 -> new Result.Recorded(known.getFirst(), why);
      default -> new Result.NoSingleMatch(known.size());
    };
  }
}
