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
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.MirrorReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Optional;

/// Shows one mirror with its state: from the cluster, or from the records when the cluster does not
/// have it or OCM is unavailable.
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
    return new ClusterReads(lookup)
        .fromOcmOrRecords(
            request.cluster(),
            cluster -> onCluster(request, cluster),
            (cluster, onCluster) -> found(request, cluster, onCluster),
            (cluster, recorded) -> recorded(request, cluster, recorded));
  }

  /// A missing mirror is not a problem yet: the records may hold it.
  private Answer<List<ImageMirror>> onCluster(Request request, Cluster cluster) {
    return switch (mirrors.find(cluster.id(), request.key())) {
      case Answer.Absent(_) -> new Answer.Done<>(List.of(), null);
      case Answer<ImageMirror> other ->
          other.then(done -> new Answer.Done<>(List.of(done.value()), done.operationId()));
    };
  }

  private Reply found(Request request, Cluster cluster, List<ImageMirror> onCluster) {
    return ListedMirror.compare(onCluster, records.of(cluster.id()).mirrors()).stream()
        .filter(listed -> request.key().names(listed.mirror()))
        .findFirst()
        .map(listed -> MirrorReply.one(request.cluster(), cluster.id(), listed))
        .orElseGet(() -> Problems.mirrorNotFound(request.cluster(), request.key()));
  }

  private static Optional<Reply> recorded(
      Request request, Cluster cluster, Records.Recorded recorded) {
    return recorded.mirrors().stream()
        .filter(request.key()::names)
        .findFirst()
        .map(mirror ->
            MirrorReply.oneFromRecords(
                request.cluster(),
                cluster.id(),
                ListedMirror.recorded(mirror),
                requireNonNull(recorded.asOf())));
  }
}
