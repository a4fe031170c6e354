package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.EcrRegion;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Warnings about the region and the blocked registries of a cluster.
///
/// @param sources all sources that the cluster has or should have
record RegistryAdvice(Cluster cluster, Set<String> sources) {
  List<String> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var advice = new ArrayList<String>();
    // The policy.json of nodes refuses images by their own name, too.
    blocked(
            "Source '%s'".formatted(source),
            source,
            "nodes refuse its images, whichever mirror has them")
        .ifPresent(advice::add);
    advice.addAll(inWildcard(source));
    for (var mirror : wanted.mirrors().values()) {
      var subject = "Mirror '%s' of source '%s'".formatted(mirror, source);
      blocked(subject, mirror, "nodes never pull from it").ifPresent(advice::add);
      elsewhere(subject, mirror).ifPresent(advice::add);
    }
    return advice;
  }

  private Optional<String> blocked(String subject, String location, String harm) {
    return cluster
        .blocks(location)
        .map(entry ->
            "%s is in '%s', one of the cluster's blocked registries: %s"
                .formatted(subject, entry, harm));
  }

  /// The configuration of nodes has a table for each blocked registry, with the mirrors of the
  /// source that includes it. openshift/runtime-utils does not support that for wildcards and fails
  /// (`mirrorsAdjustedForNestedScope`).
  private List<String> inWildcard(String source) {
    return cluster.blockedRegistries().stream()
        .filter(entry -> source.startsWith("*.") && new Scope(source).takesIn(entry))
        .filter(entry -> !sources.contains(entry))
        .map(entry ->
            "Source '%s' includes '%s', one of the cluster's blocked registries: OpenShift cannot configure nodes with both, and new nodes fail"
                .formatted(source, entry))
        .toList();
  }

  private Optional<String> elsewhere(String subject, String mirror) {
    return EcrRegion.of(mirror)
        .filter(region -> cluster.region() != null && !region.equals(cluster.region()))
        .map(region ->
            "%s is in region '%s', but the cluster is in '%s': pulls are slower and cost more"
                .formatted(subject, region, cluster.region()));
  }
}
