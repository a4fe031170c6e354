package dev.imagemirrors.restore;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.document.Losses;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.PlanReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.function.Function;

/// Restores the set of image mirrors that a cluster had at a moment of its history, or plans it. A
/// history that has been altered is refused.
public record RestoreImageMirrors(ClusterLookup lookup, PastReader reader, Planning planning) {
  Reply restore(RestoreRequest request, Function<Request, Reply> submit) {
    return new ClusterReads(lookup)
        .fromOcm(request.options().cluster(), of -> restore(request, of, submit));
  }

  private Reply restore(RestoreRequest request, Cluster cluster, Function<Request, Reply> submit) {
    var head = reader.head(cluster.id());
    PastReader.Read read;
    Restored restored;
    Write.Apply apply;
    try {
      Moments.check(request.to(), head.number(), reader.now());
      read = reader.read(cluster.id(), request.to(), head);
      if (!read.chain().holds()) {
        return altered(request.options().cluster(), read.chain());
      }
      if (!read.isComplete()) {
        return Problems.unavailable(
            "The history of cluster '%s' is too long to read within one request"
                .formatted(request.options().cluster()));
      }
      restored = new Restored(request.options().cluster(), read.past());
      apply = new Write.Apply(restored.set(), request.exclusive(), request.confirmed(), 0);
    } catch (InvalidField refused) {
      return Reply.Problem.of(new Faults(List.of(refused)));
    }
    return restored.shown(
        request.dryRun()
            ? plan(request, cluster, apply)
            : submit.apply(submission(request, apply, restored)));
  }

  private static Reply altered(ClusterKey cluster, Chain chain) {
    return Reply.Problem.of(
        ProblemType.HISTORY_ALTERED,
        "The history of cluster '%s' has been altered at entry %s, so nothing is restored from it. Verify it: GET /clusters/%s/history/verify"
            .formatted(cluster, chain.faults().getFirst().number().toPlainString(), cluster));
  }

  private Reply plan(RestoreRequest request, Cluster cluster, Write.Apply apply) {
    var planned =
        planning.plan(
            cluster, apply, request.options().deferred(), request.options().target().region());
    return PlanReply.of(request.options().cluster(), apply, planned, Losses.NONE);
  }

  private static Request submission(RestoreRequest request, Write.Apply apply, Restored restored) {
    var why = restored.reason(request.options().reason());
    return request.options().request(apply, why, "restore", request.fields());
  }
}
