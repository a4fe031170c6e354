package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// The advice that goes with a write, or a plan.
public final class Warnings {
  /// Of a large set, what is said first is enough to look at the rest.
  private static final int MOST = 50;

  private Warnings() {}

  /// Advice on a write, to a cluster of which these sources are recorded.
  static List<String> of(Cluster cluster, Write write, Collection<String> recorded) {
    return switch (write) {
      case Write.Create(var source, var mirrors) ->
          Advice.of(cluster, source.value(), mirrors, recorded);
      case Write.Edit(var key, var mirrors, _, _) ->
          recorded.contains(key.value())
              ? Advice.of(cluster, key.value(), mirrors, recorded)
              : Advice.of(cluster, "", mirrors, List.of());
      case Write.Delete _ -> List.of();
      case Write.Apply apply -> of(cluster, apply.set(), recorded);
    };
  }

  /// Advice on a whole set.
  public static List<String> of(Cluster cluster, MirrorSet set, Collection<String> recorded) {
    var sources = new HashSet<>(recorded);
    set.wanted().forEach(wanted -> sources.add(wanted.source().value()));
    return set.wanted().stream()
        .flatMap(wanted ->
            Advice.of(cluster, wanted.source().value(), wanted.mirrors(), sources).stream())
        .distinct()
        .limit(MOST)
        .toList();
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
