package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.Plan;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Write;
import java.util.HashSet;
import java.util.List;

/// Plans what a set would change on a cluster. Nothing is stored or sent.
public record Planning(ClusterMirrors mirrors, Records records) {
  /// The result of planning.
  public sealed interface Planned {
    record Made(Plan plan, List<String> warnings) implements Planned {
      public Made {
        warnings = List.copyOf(warnings);
      }
    }

    record Refused(Refusal why) implements Planned {}

    /// A mirror cannot be made for the cluster.
    record Invalid(InvalidField fault) implements Planned {}
  }

  /// Plans a set from what the cluster has.
  ///
  /// @param deferred whether the set would wait for a cluster that is not ready yet
  /// @param region the region of the stack
  public Planned plan(Cluster cluster, Write.Apply apply, boolean deferred, String region) {
    try {
      return planFor(cluster, apply.in(cluster.region()), deferred, region);
    } catch (InvalidField fault) {
      return new Planned.Invalid(fault);
    }
  }

  private Planned planFor(Cluster cluster, Write.Apply apply, boolean deferred, String region) {
    var refusal = Refusal.guard(Readiness.of(cluster), deferred);
    if (refusal.isPresent()) {
      return new Planned.Refused(refusal.get());
    }
    return switch (mirrors.list(cluster.id())) {
      case Answer.Done(var there, _) -> plan(cluster, apply, there, region);
      case Answer<List<ImageMirror>> other -> new Planned.Refused(Refusal.of(other));
    };
  }

  private Planned plan(Cluster cluster, Write.Apply apply, List<ImageMirror> there, String region) {
    var recorded = records.of(cluster.id()).sources();
    var plan = Plan.of(there, recorded, apply.set(), apply.exclusive());
    var tooMany = Confirmation.tooMany(plan);
    if (tooMany.isPresent()) {
      return new Planned.Refused(tooMany.get());
    }
    var kept = new HashSet<>(there.stream().map(ImageMirror::source).toList());
    plan.deletes().forEach(deleted -> kept.remove(deleted.source()));
    var advice = Warnings.inRegion(region, cluster, Warnings.of(cluster, apply.set(), kept));
    return new Planned.Made(plan, plan.changesNothing() ? advice : Warnings.ahead(advice));
  }
}
