package dev.imagemirrors.describe;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ListedMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.reply.MirrorReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;

/// Shows one mirror with its state: as the cluster has it, or as it is recorded where it is missing
/// there or OCM cannot be reached.
public record DescribeImageMirror(ClusterLookup lookup, ClusterMirrors mirrors, Records records) {
  record Request(ClusterKey cluster, MirrorKey key) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var key = CommonFields.key(fields);
      fields.check();
      return new Request(requireNonNull(cluster), requireNonNull(key));
    }
  }

  Reply describe(Request request) {
    return switch (lookup.find(request.cluster())) {
      case ClusterLookup.Result.Found(var cluster) -> ofCluster(request, cluster);
      case ClusterLookup.Result.Recorded(_, Refusal.ClusterGone _) ->
          Problems.noOneCluster(request.cluster(), 0);
      case ClusterLookup.Result.Recorded(var cluster, var why) -> ofRecords(request, cluster, why);
      case ClusterLookup.Result.NoOne(var total) -> Problems.noOneCluster(request.cluster(), total);
      case ClusterLookup.Result.Unanswered(var why) ->
          Problems.problem(why, request.cluster(), null);
    };
  }

  private Reply ofCluster(Request request, Cluster cluster) {
    return switch (mirrors.find(cluster.id(), request.key())) {
      case Answer.Done(var mirror, _) -> found(request, cluster, List.of(mirror));
      case Answer.Absent(_) -> found(request, cluster, List.of());
      case Answer<ImageMirror> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> ofRecords(request, cluster, why);
            case Refusal why -> Problems.problem(why, request.cluster(), null);
          };
    };
  }

  private Reply found(Request request, Cluster cluster, List<ImageMirror> onCluster) {
    return ListedMirror.compare(onCluster, records.of(cluster.id()).mirrors()).stream()
        .filter(listed -> request.key().names(listed.mirror()))
        .findFirst()
        .map(listed -> MirrorReply.one(request.cluster(), cluster.id(), listed))
        .orElseGet(() -> Problems.mirrorNotFound(request.cluster(), request.key().value()));
  }

  private Reply ofRecords(Request request, Cluster cluster, Refusal why) {
    var recorded = records.of(cluster.id());
    var asOf = recorded.asOf();
    return recorded.mirrors().stream()
        .filter(request.key()::names)
        .findFirst()
        .map(mirror ->
            MirrorReply.oneFromRecords(
                request.cluster(),
                cluster.id(),
                ListedMirror.recorded(mirror),
                requireNonNull(asOf)))
        .orElseGet(() -> Problems.problem(why, request.cluster(), null));
  }
}
