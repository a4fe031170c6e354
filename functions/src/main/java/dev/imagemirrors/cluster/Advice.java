package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is worth knowing before an image mirror is made or changed: nothing here is wrong, and much
/// of it is not meant.
public final class Advice {
  /// What every accepted change does.
  public static final String REPLACES_NODES =
      "The nodes of all node pools are replaced, some minutes after a change; changes made close"
          + " together share one rollout";

  private static final Pattern ECR =
      Pattern.compile("[0-9]{12}\\.dkr\\.ecr(?:-fips)?\\.([a-z0-9-]{1,40})\\.amazonaws\\.com.*");

  private static final List<String> SYSTEM =
      List.of("quay.io/openshift-release-dev", "registry.redhat.io");

  private Advice() {}

  /// Advice on one source and its mirrors, on a cluster that mirrors these other sources.
  public static List<String> of(
      Cluster cluster, String source, MirrorList mirrors, Collection<String> others) {
    var advice = new ArrayList<String>();
    official(source).ifPresent(advice::add);
    shadows(source, others, advice);
    system(source).ifPresent(advice::add);
    for (var mirror : mirrors.values()) {
      if (mirror.equals(source)) {
        advice.add("Mirror '" + mirror + "' is the source itself, which is tried last anyway");
      }
      elsewhere(cluster, mirror).ifPresent(advice::add);
      blocked(cluster, mirror).ifPresent(advice::add);
    }
    return advice;
  }

  /// Docker Hub's official images are pulled as `docker.io/library/…`, which is what is matched.
  private static Optional<String> official(String source) {
    var name = source.startsWith("docker.io/") ? source.substring("docker.io/".length()) : "";
    return name.isEmpty() || name.contains("/") || name.equals("library")
        ? Optional.empty()
        : Optional.of(
            "Source '%s' does not match the official image, which is pulled as 'docker.io/library/%s'"
                .formatted(source, name));
  }

  private static void shadows(String source, Collection<String> others, List<String> advice) {
    for (var other : others) {
      if (other.equals(source)) {
        continue;
      }
      if (Prefix.covers(source, other)) {
        advice.add(
            "Source '%s' does not stand for images below '%s': the longer source has mirrors of its own"
                .formatted(source, other));
      } else if (Prefix.covers(other, source)) {
        advice.add(
            "Source '%s' hides '%s' for what is below it: the mirrors of the shorter source are not tried there"
                .formatted(source, other));
      }
    }
  }

  private static Optional<String> system(String source) {
    return SYSTEM.stream()
        .filter(system -> Prefix.covers(system, source) || Prefix.covers(source, system))
        .findFirst()
        .map(system ->
            "The cluster's own components come from '%s': with mirrors that lack them, nodes and upgrades can be slow or fail"
                .formatted(system));
  }

  private static Optional<String> elsewhere(Cluster cluster, String mirror) {
    var ecr = ECR.matcher(mirror);
    var region = cluster.region();
    return ecr.matches() && region != null && !ecr.group(1).equals(region)
        ? Optional.of(
            "Mirror '%s' is in %s, the cluster in %s: every pull crosses regions"
                .formatted(mirror, ecr.group(1), region))
        : Optional.empty();
  }

  /// Why a mirror never serves on this cluster, if so.
  public static Optional<String> blocked(Cluster cluster, String mirror) {
    return cluster.blocked().stream()
        .filter(blocked -> Prefix.covers(blocked, mirror))
        .findFirst()
        .map(blocked ->
            "Mirror '%s' never serves: the cluster blocks '%s'".formatted(mirror, blocked));
  }
}
