package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;

/// Finds the cluster of a request that only reads. Where OCM does not answer, or does not know the
/// cluster any more, the records are searched: they hold every cluster that was written to.
public record ClusterLookup(Clusters clusters, Records records, Telemetry telemetry) {
  /// The cluster that a key names, or why there is none.
  public sealed interface Result {
    record Found(Cluster cluster) implements Result {}

    /// Only the records hold it; `why` is OCM's answer.
    record Recorded(Cluster cluster, Refusal why) implements Result {}

    record NoOne(int total) implements Result {}

    record Unanswered(Refusal why) implements Result {}
  }

  public Result find(ClusterKey key) {
    return switch (clusters.find(key)) {
      case Answer.Done(var found, _) when found.one().isPresent() -> found(found.one().get());
      case Answer.Done(var found, _) when found.total() > 1 -> new Result.NoOne(found.total());
      case Answer.Done(_, _), Answer.Absent(_) ->
          recorded(key, new Refusal.ClusterGone(), new Result.NoOne(0));
      case Answer<Clusters.Matches> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> recorded(key, why, new Result.Unanswered(why));
            case Refusal why -> new Result.Unanswered(why);
          };
    };
  }

  private Result found(Cluster cluster) {
    telemetry.concerns(cluster.id());
    return new Result.Found(cluster);
  }

  private Result recorded(ClusterKey key, Refusal why, Result otherwise) {
    var known = records.clusters(key);
    return switch (known.size()) {
      case 0 -> otherwise;
      case 1 -> new Result.Recorded(known.getFirst(), why);
      default -> new Result.NoOne(known.size());
    };
  }
}
