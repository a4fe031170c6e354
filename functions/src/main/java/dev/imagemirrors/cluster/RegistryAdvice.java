package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.EcrRegion;
import dev.imagemirrors.mirror.Harm;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Scope;
import dev.imagemirrors.mirror.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Warnings about the region and the restricted registries of a cluster.
///
/// @param sources all sources that the cluster has or should have
record RegistryAdvice(Cluster cluster, Set<String> sources) {
  List<Warning> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var advice = new ArrayList<Warning>();
    refused(source).ifPresent(advice::add);
    advice.addAll(inWildcard(source));
    for (var mirror : wanted.mirrors().values()) {
      var subject = "Mirror '%s' of source '%s'".formatted(mirror, source);
      blocked(subject, mirror, "nodes never pull from it")
          .map(text -> Warning.ofMirror(Harm.MIRROR_BLOCKED, source, mirror, text))
          .ifPresent(advice::add);
      elsewhere(subject, mirror)
          .map(text -> Warning.ofMirror(Harm.OTHER_REGION, source, mirror, text))
          .ifPresent(advice::add);
    }
    return advice;
  }

  /// The policy.json of nodes refuses images by their own name, wherever they are pulled from.
  private Optional<Warning> refused(String source) {
    var subject = "Source '%s'".formatted(source);
    var harm = "nodes refuse its images, whichever mirror has them";
    return blocked(subject, source, harm)
        .map(text -> Warning.ofSource(Harm.SOURCE_BLOCKED, source, text))
        .or(() -> notAllowed(subject, source, harm));
  }

  private Optional<Warning> notAllowed(String subject, String source, String harm) {
    return cluster.registries().allowsNothingOf(source)
        ? Optional.of(
            Warning.ofSource(
                Harm.SOURCE_NOT_ALLOWED,
                source,
                subject + " is not in the cluster's allowed registries: " + harm))
        : Optional.empty();
  }

  private Optional<String> blocked(String subject, String location, String harm) {
    return cluster
        .blocks(location)
        .map(entry ->
            "%s is in '%s', one of the cluster's blocked registries: %s"
                .formatted(subject, entry, harm));
  }

  /// The configuration of nodes has a table for each blocked or insecure registry, with the mirrors
  /// of the source that includes it. openshift/runtime-utils does not support that for wildcards
  /// and fails (`mirrorsAdjustedForNestedScope`).
  List<Warning> inWildcard(String source) {
    var lists = cluster.registries();
    return Stream.concat(
            inWildcard(source, lists.blocked(), "blocked"),
            inWildcard(source, lists.insecure(), "insecure"))
        .toList();
  }

  private Stream<Warning> inWildcard(String source, List<String> entries, String list) {
    return entries.stream()
        .filter(entry -> source.startsWith("*.") && new Scope(source).takesIn(entry))
        .filter(entry -> !sources.contains(entry))
        .map(entry ->
            Warning.ofSource(
                Harm.UNCONFIGURABLE,
                source,
                "Source '%s' includes '%s', one of the cluster's %s registries: OpenShift cannot configure nodes with both, and new nodes fail"
                    .formatted(source, entry, list)));
  }

  private Optional<String> elsewhere(String subject, String mirror) {
    return EcrRegion.of(mirror)
        .filter(region -> cluster.region() != null && !region.equals(cluster.region()))
        .map(region ->
            "%s is in region '%s', but the cluster is in '%s': pulls are slower and cost more"
                .formatted(subject, region, cluster.region()));
  }
}
