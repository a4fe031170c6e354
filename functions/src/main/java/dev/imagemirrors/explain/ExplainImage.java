package dev.imagemirrors.explain;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Answer;
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
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;

/// Explains where a cluster's nodes pull an image from, and why: under the mirrors that the cluster
/// has, or, when OCM cannot be reached, under those that are recorded, and marked as such.
public record ExplainImage(ClusterLookup lookup, ClusterMirrors mirrors, Records records) {
  /// Which cluster, and which image, as it was written and as nodes read it.
  record Request(ClusterKey cluster, Asked asked) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var asked =
          fields.required(
              "image",
              "Image is required. Give its full reference, as quay.io/team/app@sha256:DIGEST",
              text -> new Asked(text, ImageReference.parse(text)));
      fields.check();
      return new Request(requireNonNull(cluster), requireNonNull(asked));
    }
  }

  record Asked(String text, ImageReference image) {
    Explanation under(List<ImageMirror> mirrors) {
      return new Explanation(text, image, Pull.of(image, mirrors));
    }
  }

  Reply explain(Request request) {
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
    return switch (mirrors.list(cluster.id())) {
      case Answer.Done(var onCluster, _) ->
          new ExplanationReply(cluster, request.asked().under(onCluster)).ofCluster();
      case Answer<List<ImageMirror>> other ->
          switch (Refusal.of(other)) {
            case Refusal.Unavailable why -> ofRecords(request, cluster, why);
            case Refusal why -> Problems.problem(why, request.cluster(), null);
          };
    };
  }

  private Reply ofRecords(Request request, Cluster cluster, Refusal why) {
    var recorded = records.of(cluster.id());
    return recorded.asOf() == null
        ? Problems.problem(why, request.cluster(), null)
        : new ExplanationReply(cluster, request.asked().under(recorded.mirrors()))
            .ofRecords(request.cluster(), recorded.asOf());
  }
}
