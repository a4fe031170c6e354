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
import dev.imagemirrors.text.Text;
import java.util.List;
import java.util.Map;

/// Runs the operations that wait for a cluster, when an event reports it ready. Events arrive
/// twice, late and out of order, so only the cluster's current state in OCM decides.
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
      case Answer.Done(var found, _) -> Problems.noSingleCluster(request.cluster(), found.total());
      case Answer.Absent(_) -> Problems.noSingleCluster(request.cluster(), 0);
      case Answer<Clusters.Matches> other ->
          Problems.problem(Refusal.of(other), request.cluster(), null);
    };
  }

  private Reply run(Request request, Cluster cluster) {
    if (!(Readiness.of(cluster) instanceof Readiness.Ready)) {
      return reply(
          "Cluster '%s' is %s, not ready: no operation was run"
              .formatted(request.cluster(), cluster.state()),
          0);
    }
    return switch (backlog.run(cluster)) {
      case Backlog.Remaining.None(var ended) -> ended(request, ended, "none is waiting");
      case Backlog.Remaining.Waiting(var ended, _) -> ended(request, ended, "others are waiting");
    };
  }

  private static Reply ended(Request request, int count, String others) {
    return reply(
        "%s ended on cluster '%s'; %s"
            .formatted(
                Text.counted(count, "operation has", "operations have"), request.cluster(), others),
        count);
  }

  private static Reply reply(String message, int ended) {
    var body =
        Json.object().put("messages", Json.strings(List.of(message))).put("ended", ended).build();
    return new Reply.Success(200, body, body, List.of(message), null, null, Map.of());
  }
}
