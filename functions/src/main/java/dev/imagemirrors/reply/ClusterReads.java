package dev.imagemirrors.reply;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Refusal;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Replies to requests that read about one cluster: finds the cluster by its key, and replies with
/// the problem where that fails.
public record ClusterReads(ClusterLookup lookup) {
  /// Answers from OCM. Where OCM is unavailable, or no longer knows the cluster, the reply is a
  /// problem.
  public Reply fromOcm(ClusterKey key, Function<Cluster, Reply> answer) {
    return switch (lookup.find(key)) {
      case ClusterLookup.Result.Found(var cluster) -> answer.apply(cluster);
      case ClusterLookup.Result.Recorded(_, var why) -> Problems.problem(why, key, null);
      case ClusterLookup.Result.NoSingleMatch(var total) -> Problems.noSingleCluster(key, total);
      case ClusterLookup.Result.Failed(var why) -> Problems.problem(why, key, null);
    };
  }

  /// Answers from this stack's tables: also about a deleted cluster, and while OCM is unavailable.
  public Reply fromTables(ClusterKey key, Function<Cluster, Reply> answer) {
    return switch (lookup.find(key)) {
      case ClusterLookup.Result.Found(var cluster) -> answer.apply(cluster);
      case ClusterLookup.Result.Recorded(var cluster, _) -> answer.apply(cluster);
      case ClusterLookup.Result.NoSingleMatch(var total) -> Problems.noSingleCluster(key, total);
      case ClusterLookup.Result.Failed(var why) -> Problems.problem(why, key, null);
    };
  }

  /// Answers from OCM, or from the records while OCM is unavailable.
  ///
  /// @param read reads the cluster in OCM
  /// @param answer the reply to what was read
  /// @param recorded the reply from the records; empty when they do not hold what is requested
  public <T> Reply fromOcmOrRecords(
      ClusterKey key,
      Function<Cluster, Answer<T>> read,
      BiFunction<Cluster, T, Reply> answer,
      BiFunction<Cluster, Records.Recorded, Optional<Reply>> recorded) {
    return switch (lookup.find(key)) {
      case ClusterLookup.Result.Found(var cluster) ->
          switch (read.apply(cluster)) {
            case Answer.Done(var value, _) -> answer.apply(cluster, value);
            case Answer<T> other ->
                switch (Refusal.of(other)) {
                  case Refusal.Unavailable why -> recorded(key, cluster, why, recorded);
                  case Refusal why -> Problems.problem(why, key, null);
                };
          };
      case ClusterLookup.Result.Recorded(_, Refusal.ClusterGone why) ->
          Problems.problem(why, key, null);
      case ClusterLookup.Result.Recorded(var cluster, var why) ->
          recorded(key, cluster, why, recorded);
      case ClusterLookup.Result.NoSingleMatch(var total) -> Problems.noSingleCluster(key, total);
      case ClusterLookup.Result.Failed(var why) -> Problems.problem(why, key, null);
    };
  }

  private Reply recorded(
      ClusterKey key,
      Cluster cluster,
      Refusal why,
      BiFunction<Cluster, Records.Recorded, Optional<Reply>> answer) {
    var records = lookup.records().of(cluster.id());
    return Optional.of(records)
        .filter(known -> known.asOf() != null)
        .flatMap(known -> answer.apply(cluster, known))
        .orElseGet(() -> Problems.problem(why, key, null));
  }
}
