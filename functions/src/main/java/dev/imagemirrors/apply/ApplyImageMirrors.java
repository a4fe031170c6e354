package dev.imagemirrors.apply;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.document.MirrorDocuments;
import dev.imagemirrors.document.NotCarriedOver;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.PlanReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a whole set, or shows what it would change: then nothing is written down, or sent.
public record ApplyImageMirrors(ClusterLookup lookup, Planning planning) {
  /// A set that is asked for, and what of it cannot be had.
  record Asked(
      Request request, Write.Apply apply, boolean dryRun, List<NotCarriedOver> notCarriedOver) {
    static Asked read(Fields fields, Target target) {
      var given = MirrorDocuments.Read.NOTHING;
      MirrorSet set;
      if (fields.gives("document")) {
        given = document(fields);
        set = given.set();
      } else {
        set = set(fields, target.region());
      }
      var exclusive = fields.flag("exclusive");
      var confirmed = fields.flag("yes");
      var dryRun = fields.flag("dry_run");
      var lost = given.notCarriedOver();
      var request =
          CommonFields.request(
              fields,
              target,
              () -> new Write.Apply(requireNonNull(set), exclusive, confirmed, lost.size()));
      return new Asked(request, (Write.Apply) request.write(), dryRun, lost);
    }

    /// What a reply says of what was lost; null where nothing was.
    @Nullable Json lost() {
      return notCarriedOver.isEmpty() ? null : PlanReply.json(notCarriedOver);
    }

    private static @Nullable MirrorSet set(Fields fields, String region) {
      if (!fields.gives("image_mirrors")) {
        fields.fault("image_mirrors", "must be given: an empty list deletes all that are recorded");
        return null;
      }
      var wanted = fields.objects("image_mirrors", (_, entry) -> wanted(entry, region));
      return wanted == null ? null : fields.made(() -> new MirrorSet(wanted));
    }

    private static MirrorSet.@Nullable Wanted wanted(Fields entry, String region) {
      var source = entry.required("source", "Image mirror source is required", Source::new);
      var mirrors = CommonFields.mirrors(entry, region);
      CommonFields.type(entry);
      return source == null || mirrors == null ? null : new MirrorSet.Wanted(source, mirrors);
    }

    /// The set of a body in YAML: what oc-mirror and `oc get` write.
    private static MirrorDocuments.Read document(Fields fields) {
      var text = fields.text("document");
      if (text == null) {
        return MirrorDocuments.Read.NOTHING;
      }
      return switch (MirrorDocuments.read(text)) {
        case MirrorDocuments.Read read -> read;
        case MirrorDocuments.Faulty(var faults) -> {
          faults.forEach(fault -> fields.fault(fault.field(), fault.reason()));
          yield MirrorDocuments.Read.NOTHING;
        }
      };
    }
  }

  Reply plan(Asked asked) {
    var key = asked.request().cluster();
    return switch (lookup.find(key)) {
      case ClusterLookup.Result.Found(var cluster) -> plan(asked, cluster);
      case ClusterLookup.Result.Recorded(_, Refusal.ClusterGone _) -> Problems.noOneCluster(key, 0);
      case ClusterLookup.Result.Recorded(_, var why) -> Problems.problem(why, key, asked.apply());
      case ClusterLookup.Result.NoOne(var total) -> Problems.noOneCluster(key, total);
      case ClusterLookup.Result.Unanswered(var why) -> Problems.problem(why, key, asked.apply());
    };
  }

  private Reply plan(Asked asked, Cluster cluster) {
    var planned = planning.plan(cluster, asked.apply(), asked.request().deferred());
    return PlanReply.of(asked.request().cluster(), asked.apply(), planned, asked.notCarriedOver());
  }
}
