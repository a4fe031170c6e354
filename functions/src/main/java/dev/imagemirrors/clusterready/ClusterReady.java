package dev.imagemirrors.clusterready;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Backlog;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.Map;

/// Runs what waits for a cluster that is said to have become ready. Events come twice, late and out
/// of order, so the cluster is read again, and that alone decides.
public record ClusterReady(Clusters clusters, Backlog backlog) {
  record Request(ClusterKey cluster) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      fields.check();
      return new Request(requireNonNull(cluster));
    }
  }

  Reply run(Request request) {
    return switch (clusters.find(request.cluster())) {
      case Answer.Done(var found, _) when found.one().isPresent() ->
          run(request, found.one().get());
      case Answer.Done(var found, _) -> Problems.noOneCluster(request.cluster(), found.total());
      case Answer.Absent(_) -> Problems.noOneCluster(request.cluster(), 0);
      case Answer<Clusters.Matches> other ->
          Problems.problem(Refusal.of(other), request.cluster(), null);
    };
  }

  private Reply run(Request request, Cluster cluster) {
    if (!(Readiness.of(cluster) instanceof Readiness.Ready)) {
      return reply(
          "Cluster '%s' is %s, not ready: nothing was run"
              .formatted(request.cluster(), cluster.state()),
          0);
    }
    return switch (backlog.run(cluster)) {
      case Backlog.Left.Nothing(var ended) ->
          reply(
              "%d operations have ended on cluster '%s', and none waits"
                  .formatted(ended, request.cluster()),
              ended);
      case Backlog.Left.Waiting(var ended, _) ->
          reply(
              "%d operations have ended on cluster '%s', and others wait"
                  .formatted(ended, request.cluster()),
              ended);
    };
  }

  private static Reply reply(String line, int ended) {
    var body = Json.object().put("messages", Json.texts(List.of(line))).put("ended", ended).build();
    return new Reply.Success(200, body, body, List.of(line), null, null, Map.of());
  }
}
