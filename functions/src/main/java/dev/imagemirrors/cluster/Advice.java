package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.NameAdvice;
import dev.imagemirrors.mirror.Shadows;
import dev.imagemirrors.mirror.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Warnings about image mirrors that are allowed but harmful, or that have no effect. They refuse
/// nothing.
public final class Advice {
  /// Applies to every write that changes anything.
  public static final String REPLACES_NODES =
      "This change replaces the nodes of all the cluster's NodePools, minutes after it is accepted; changes made close together share one rollout";

  private Advice() {}

  /// Warnings about one mirror, on a cluster that keeps mirrors for these sources.
  public static List<String> of(Cluster cluster, MirrorSet.Wanted wanted, Collection<String> kept) {
    return of(cluster, List.of(wanted), kept);
  }

  /// Warnings about a set, on a cluster that keeps mirrors for these sources: the greatest harm
  /// first, and many of a kind in one sentence.
  public static List<String> of(
      Cluster cluster, List<MirrorSet.Wanted> wanted, Collection<String> kept) {
    var sources = sources(wanted);
    var advice = new ArrayList<>(ofEach(cluster, wanted, kept));
    advice.addAll(Shadows.of(sources, kept));
    return Warning.sentences(advice);
  }

  /// Those of the warnings about a change whose harm requires confirmation.
  ///
  /// @param wanted the mirrors that the change creates or edits
  public static List<String> harms(
      Cluster cluster, List<MirrorSet.Wanted> wanted, Collection<String> kept) {
    return Warning.sentences(
        ofEach(cluster, wanted, kept).stream()
            .filter(warning -> warning.harm().requiresConfirmation())
            .toList());
  }

  private static List<Warning> ofEach(
      Cluster cluster, List<MirrorSet.Wanted> wanted, Collection<String> kept) {
    var all = new HashSet<>(sources(wanted));
    all.addAll(kept);
    var registries = new RegistryAdvice(cluster, all);
    return wanted.stream()
        .flatMap(each -> Stream.concat(NameAdvice.of(each).stream(), registries.of(each).stream()))
        .toList();
  }

  private static List<String> sources(List<MirrorSet.Wanted> wanted) {
    return wanted.stream().map(each -> each.source().value()).toList();
  }

  /// Warnings about sources that a cluster has, and with which its nodes cannot be configured.
  public static List<String> unconfigurable(Cluster cluster, Collection<String> sources) {
    var advice = new RegistryAdvice(cluster, Set.copyOf(sources));
    return Warning.sentences(
        sources.stream().flatMap(source -> advice.inWildcard(source).stream()).toList());
  }
}
