package dev.imagemirrors.apply;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.PlanReply;
import dev.imagemirrors.reply.Reply;

/// Plans a whole set of image mirrors: shows the changes, and neither records nor sends anything.
public record ApplyImageMirrors(ClusterLookup lookup, Planning planning) {
  Reply plan(ApplyRequest request) {
    return new ClusterReads(lookup)
        .fromOcm(request.submission().cluster(), cluster -> plan(request, cluster));
  }

  private Reply plan(ApplyRequest request, Cluster cluster) {
    var submission = request.submission();
    var planned =
        planning.plan(cluster, request.apply(), submission.deferred(), submission.region());
    return PlanReply.of(submission.cluster(), request.apply(), planned, request.losses());
  }
}
