package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.NameAdvice;
import dev.imagemirrors.mirror.Shadows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;

/// Warnings about image mirrors that are allowed but harmful, or that have no effect. They refuse
/// nothing.
public final class Advice {
  /// Applies to every write that changes anything.
  public static final String REPLACES_NODES =
      "This change replaces the nodes of all the cluster's NodePools, minutes after it is accepted; changes made close together share one rollout";

  private static final int MOST = 50;

  private Advice() {}

  /// Warnings about one mirror, on a cluster that keeps mirrors for these sources.
  public static List<String> of(Cluster cluster, MirrorSet.Wanted wanted, Collection<String> kept) {
    return of(cluster, List.of(wanted), kept);
  }

  /// Warnings about a set, in its order, on a cluster that keeps mirrors for these sources: without
  /// duplicates, and at most 50.
  public static List<String> of(
      Cluster cluster, List<MirrorSet.Wanted> wanted, Collection<String> kept) {
    var sources = wanted.stream().map(each -> each.source().value()).toList();
    var all = new HashSet<>(sources);
    all.addAll(kept);
    var registries = new RegistryAdvice(cluster, all);
    var advice = new LinkedHashSet<String>();
    for (var each : wanted) {
      advice.addAll(NameAdvice.of(each));
      advice.addAll(registries.of(each));
    }
    advice.addAll(Shadows.of(sources, kept));
    return bounded(List.copyOf(advice));
  }

  private static List<String> bounded(List<String> advice) {
    if (advice.size() <= MOST) {
      return advice;
    }
    var first = new ArrayList<>(advice.subList(0, MOST));
    var more = advice.size() - MOST;
    first.add(more == 1 ? "1 more warning is not shown" : more + " more warnings are not shown");
    return List.copyOf(first);
  }
}
