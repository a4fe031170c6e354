package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The warnings for a write or a plan.
public final class Warnings {
  private Warnings() {}

  /// The warnings for a write to a cluster with these recorded sources.
  static List<String> of(Cluster cluster, Write write, Collection<String> recorded) {
    return switch (write) {
      case Write.Create(var wanted) -> Advice.of(cluster, wanted, recorded);
      // The source of a mirror with this ID is not known before the mirror is read.
      case Write.Edit(var key, var mirrors, _, _) ->
          recorded.contains(key.value())
              ? Advice.of(cluster, new MirrorSet.Wanted(new Source(key.value()), mirrors), recorded)
              : List.of();
      case Write.Delete _ -> List.of();
      case Write.Apply apply -> of(cluster, apply.set(), recorded);
    };
  }

  /// The warnings for a set, on a cluster with these sources.
  public static List<String> of(Cluster cluster, MirrorSet set, Collection<String> sources) {
    return Advice.of(cluster, set.wanted(), sources);
  }

  /// The same warnings, with the effect of a change on nodes.
  public static List<String> ahead(List<String> advice) {
    var all = new ArrayList<>(advice);
    all.add(Advice.REPLACES_NODES);
    return all;
  }

  static List<String> after(Outcome outcome, List<String> advice) {
    return switch (outcome) {
      case Outcome.Created _, Outcome.Updated _, Outcome.Deleted _ -> ahead(advice);
      case Outcome.Applied(var progress) when progress.done() > 0 -> ahead(advice);
      case Outcome.Stopped(var progress, _, _) when progress.done() > 0 -> ahead(advice);
      case Outcome.Unchanged _, Outcome.Applied _, Outcome.Stopped _, Outcome.Refused _ -> advice;
    };
  }
}
