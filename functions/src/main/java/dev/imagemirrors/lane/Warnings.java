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

/// The advice that goes with a write, or a plan.
public final class Warnings {
  private Warnings() {}

  /// Advice on a write, to a cluster of which these sources are recorded.
  static List<String> of(Cluster cluster, Write write, Collection<String> recorded) {
    return switch (write) {
      case Write.Create(var wanted) -> Advice.of(cluster, wanted, recorded);
      // By its ID alone the source of a mirror is not known before it is read.
      case Write.Edit(var key, var mirrors, _, _) ->
          recorded.contains(key.value())
              ? Advice.of(cluster, new MirrorSet.Wanted(new Source(key.value()), mirrors), recorded)
              : List.of();
      case Write.Delete _ -> List.of();
      case Write.Apply apply -> of(cluster, apply.set(), recorded);
    };
  }

  /// Advice on a whole set, on a cluster that has, or has recorded, these sources.
  public static List<String> of(Cluster cluster, MirrorSet set, Collection<String> sources) {
    return Advice.of(cluster, set.wanted(), sources);
  }

  /// The same, with what the change will do.
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
