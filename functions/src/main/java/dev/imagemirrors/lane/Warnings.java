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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The warnings for a write or a plan.
public final class Warnings {
  private Warnings() {}

  /// Whether the warnings for a write depend on the recorded sources of its cluster.
  static boolean dependOnSources(Write write) {
    return switch (write) {
      case Write.Create _, Write.Edit _ -> true;
      case Write.Delete _, Write.Apply _ -> false;
    };
  }

  /// The warnings for a write to a cluster with these recorded sources.
  ///
  /// @param outcome null while the write waits
  static List<String> of(
      Cluster cluster, Write write, Set<String> recorded, @Nullable Outcome outcome) {
    return switch (write) {
      case Write.Create create -> Advice.of(cluster, create.wanted(), recorded);
      case Write.Edit edit ->
          source(edit, recorded, outcome)
              .map(source -> new MirrorSet.Wanted(Source.asSent(source), edit.mirrors()))
              .map(wanted -> Advice.of(cluster, wanted, recorded))
              .orElse(List.of());
      case Write.Delete _ -> List.of();
      // Recorded sources that are not in the set are deleted; others are not known here.
      case Write.Apply apply -> of(cluster, apply.set(), List.of());
    };
  }

  /// The source of an edited mirror. For an ID it is not known before the mirror is read.
  private static Optional<String> source(
      Write.Edit edit, Collection<String> recorded, @Nullable Outcome outcome) {
    var edited = outcome == null ? null : outcome.change().after();
    if (edited != null) {
      return Optional.of(edited.source());
    }
    return Optional.of(edit.key().value()).filter(recorded::contains);
  }

  /// The warnings for a set, on a cluster that keeps mirrors for these sources.
  public static List<String> of(Cluster cluster, MirrorSet set, Collection<String> kept) {
    return Advice.of(cluster, set.wanted(), kept);
  }

  /// The same warnings, with one where a stack works on a cluster in another region.
  static List<String> inRegion(String region, Cluster cluster, List<String> advice) {
    if (cluster.region() == null || cluster.region().equals(region)) {
      return advice;
    }
    var all = new ArrayList<>(advice);
    all.add(
        "Cluster '%s' is in region '%s', but the stack in '%s' works on it: {region} in a mirror is '%s', and a stack in '%s' has other records and another history ({cluster_region} is the cluster's region)"
            .formatted(cluster.name(), cluster.region(), region, region, cluster.region()));
    return all;
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
