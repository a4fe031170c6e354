package dev.imagemirrors.explain;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ImageReference;
import dev.imagemirrors.mirror.Pull;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Optional;

/// Explains where a cluster's nodes pull an image from, and why: with the mirrors of the cluster,
/// or, when OCM is unavailable, with the recorded ones, and marks the reply.
public record ExplainImage(ClusterLookup lookup, ClusterMirrors mirrors) {
  /// A cluster and an image, as the caller wrote it and as nodes read it.
  record Request(ClusterKey cluster, Requested pull) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var pull =
          fields.required(
              "image",
              "Image is required. Give its full reference, such as quay.io/team/app@sha256:DIGEST",
              text -> new Requested(text, ImageReference.parse(text)));
      fields.check();
      return new Request(requireNonNull(cluster), requireNonNull(pull));
    }
  }

  record Requested(String text, ImageReference image) {
    Explanation on(Cluster cluster, List<ImageMirror> mirrors) {
      return new Explanation(
          text, image, Pull.of(image, mirrors), ImageRefusal.of(cluster, image).orElse(null));
    }
  }

  Reply explain(Request request) {
    return new ClusterReads(lookup)
        .fromOcmOrRecords(
            request.cluster(),
            cluster -> mirrors.list(cluster.id()),
            (cluster, onCluster) -> reply(request, cluster, onCluster).ofCluster(),
            (cluster, recorded) ->
                Optional.of(
                    reply(request, cluster, recorded.mirrors())
                        .ofRecords(request.cluster(), requireNonNull(recorded.asOf()))));
  }

  private static ExplanationReply reply(
      Request request, Cluster cluster, List<ImageMirror> mirrors) {
    return new ExplanationReply(
        cluster,
        request.pull().on(cluster, mirrors),
        Advice.unconfigurable(cluster, mirrors.stream().map(ImageMirror::source).toList()));
  }
}
