package dev.imagemirrors.restore;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.event.WriteOptions;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.Checkpoint;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.lane.Verification;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.PlanReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import java.util.function.Function;

/// Asks for the set that a cluster had at a moment of its history, or shows what that would change.
/// What the history says is only taken from one that is as it was written.
public record RestoreImageMirrors(
    ClusterLookup lookup, Verification verification, Planning planning) {
  record Asked(
      WriteOptions options, Moment to, boolean exclusive, boolean confirmed, boolean dryRun) {
    static Asked read(Fields fields, Target target) {
      var to =
          fields.requiredWord(
              "to",
              "Give the number of the history entry to go back to, or a time",
              Moments::parse);
      var exclusive = fields.flag("exclusive");
      var confirmed = fields.flag("yes");
      var dryRun = fields.flag("dry_run");
      var options = CommonFields.options(fields, target);
      return new Asked(options, requireNonNull(to), exclusive, confirmed, dryRun);
    }

    /// What must be the same in a repeat with the same idempotency key.
    String fields() {
      return Json.object()
          .put("to", Moments.text(to))
          .put("exclusive", Json.of(exclusive))
          .put("confirmed", Json.of(confirmed))
          .put("cluster", options.cluster().value())
          .put("region", options.target().region())
          .putPresent("profile", options.target().profile())
          .put("deferred", Json.of(options.deferred()))
          .build()
          .write();
    }
  }

  Reply restore(Asked asked, Function<Request, Reply> submit) {
    var key = asked.options().cluster();
    return switch (lookup.find(key)) {
      case ClusterLookup.Result.Found(var cluster) -> restore(asked, cluster, submit);
      case ClusterLookup.Result.Recorded(_, var why) -> Problems.problem(why, key, null);
      case ClusterLookup.Result.NoOne(var total) -> Problems.noOneCluster(key, total);
      case ClusterLookup.Result.Unanswered(var why) -> Problems.problem(why, key, null);
    };
  }

  private Reply restore(Asked asked, Cluster cluster, Function<Request, Reply> submit) {
    var chain = new Chain(cluster.id(), Checkpoint.START, List.of());
    var past = new PastMirrors(asked.to());
    if (!verification.read(cluster.id(), chain, Long.MAX_VALUE, past::add)) {
      return Problems.unavailable(
          "The history of cluster '%s' is too long to be read in the time of a request"
              .formatted(asked.options().cluster()));
    }
    var restored = new Restored(asked.options().cluster(), past);
    Write.Apply apply;
    try {
      Moments.check(asked.to(), chain, verification.deadline().time().now());
      apply = new Write.Apply(restored.set(), asked.exclusive(), asked.confirmed(), 0);
    } catch (InvalidField refused) {
      return Reply.Problem.of(new Faults(List.of(refused)));
    }
    return restored.shown(
        asked.dryRun()
            ? plan(asked, cluster, apply)
            : submit.apply(request(asked, apply, restored)));
  }

  private Reply plan(Asked asked, Cluster cluster, Write.Apply apply) {
    var planned = planning.plan(cluster, apply, asked.options().deferred());
    return PlanReply.of(asked.options().cluster(), apply, planned, List.of());
  }

  private static Request request(Asked asked, Write.Apply apply, Restored restored) {
    var why = restored.reason(asked.options().reason());
    return asked.options().request(apply, why, "restore", asked.fields());
  }
}
