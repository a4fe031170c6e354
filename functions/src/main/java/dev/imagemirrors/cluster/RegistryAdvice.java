package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.EcrRegion;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a cluster's region and its blocked registries do to a mirror.
///
/// @param sources all the sources that the cluster has, or is to have
record RegistryAdvice(Cluster cluster, Set<String> sources) {
  List<String> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var advice = new ArrayList<String>();
    // The name that an image is asked for by counts too: it is refused by the node's policy.json.
    blocked("Source '%s'".formatted(source), source, "nodes refuse its images, whoever has them")
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

  /// The configuration of nodes has one table for each of them, and what is inside a source gets
  /// the mirrors of that; for a wildcard, openshift/runtime-utils cannot do that and gives up
  /// (`mirrorsAdjustedForNestedScope`).
  private List<String> inWildcard(String source) {
    return cluster.blockedRegistries().stream()
        .filter(entry -> source.startsWith("*.") && new Scope(source).takesIn(entry))
        .filter(entry -> !sources.contains(entry))
        .map(entry ->
            "Source '%s' takes in '%s', one of the cluster's blocked registries: OpenShift cannot configure nodes with both, and new nodes fail"
                .formatted(source, entry))
        .toList();
  }

  private Optional<String> elsewhere(String subject, String mirror) {
    return EcrRegion.of(mirror)
        .filter(region -> cluster.region() != null && !region.equals(cluster.region()))
        .map(region ->
            "%s is in region '%s', and the cluster in '%s': pulls take longer and cost more"
                .formatted(subject, region, cluster.region()));
  }
}
