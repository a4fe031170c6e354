package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Warnings about names of sources and mirrors that nodes read in another way than expected.
public final class NameAdvice {
  /// Repositories and registries of components of every OpenShift cluster. Managed clusters refuse
  /// mirrors of them and of what is below (`imagecontentpolicies` in
  /// openshift/managed-cluster-validating-webhooks).
  private static final List<String> SYSTEM =
      List.of("quay.io/openshift-release-dev", "registry.access.redhat.com");

  /// A registry of such components, and of operators that customers install: only as a whole.
  private static final String SYSTEM_AS_A_WHOLE = "registry.redhat.io";

  /// Other hosts of registries, by which nodes do not name images.
  private static final Map<String, String> OTHER_HOSTS =
      Map.of(
          "registry-1.docker.io", "docker.io",
          "registry.hub.docker.com", "docker.io",
          "hub.docker.com", "docker.io",
          "cdn.quay.io", "quay.io");

  private NameAdvice() {}

  public static List<Warning> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var mirrors = wanted.mirrors().values();
    var advice = new ArrayList<>(ofSource(source));
    for (var mirror : mirrors) {
      if (mirror.equals(source)) {
        advice.add(selfMirror(mirror, mirrors));
      } else {
        advice.addAll(UnusableMirror.advice(source, mirror));
        advice.addAll(ofMirror(source, mirror));
      }
    }
    return advice;
  }

  private static List<Warning> ofSource(String source) {
    var advice = new ArrayList<Warning>();
    var host = source.split("/", 2)[0];
    var otherHost = OTHER_HOSTS.get(host);
    if (!ReferenceFormat.isHost(host)) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_NOTHING,
              source,
              "Source '%s' matches no image: nodes use full image names that begin with a registry host, as in 'docker.io/library/nginx', and a host contains a dot or a port"
                  .formatted(source)));
    } else if (host.equals("index.docker.io")) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_NOTHING,
              source,
              "Source '%s' matches no image: nodes use 'docker.io' instead".formatted(source)));
    } else if (!host.equals(host.toLowerCase(Locale.ROOT))) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_NOTHING,
              source,
              "Source '%s' has upper-case letters in its host, which nodes compare as they are: it matches no image of '%s'"
                  .formatted(
                      source, host.toLowerCase(Locale.ROOT) + source.substring(host.length()))));
    } else if (Localhost.isHostOf(source)) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_NOTHING,
              source,
              "Source '%s' is on each node itself: no image of a cluster has such a name, unless a registry runs on every node"
                  .formatted(source)));
    } else if (otherHost != null) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_OTHER_NAMES,
              source,
              "Source '%s' does not match images of '%s', the name by which nodes and workloads usually call this registry"
                  .formatted(source, otherHost)));
    } else if (DockerHub.isShortName(source)) {
      advice.add(
          Warning.ofSource(
              Harm.MATCHES_OTHER_NAMES,
              source,
              "Source '%s' does not match the official image, which nodes call '%s'"
                  .formatted(source, DockerHub.fullName(source))));
    }
    for (var system : SYSTEM) {
      if (new Scope(source).takesIn(system) || new Scope(system).takesIn(source)) {
        advice.add(system(source, system));
      }
    }
    if (new Scope(source).takesIn(SYSTEM_AS_A_WHOLE)) {
      advice.add(system(source, SYSTEM_AS_A_WHOLE));
    }
    return advice;
  }

  private static Warning system(String source, String system) {
    return Warning.ofSource(
        Harm.SYSTEM_REGISTRY,
        source,
        "Source '%s' redirects pulls from '%s', the registry of the cluster's own components: a mirror that is slow, unavailable or out of date delays new nodes and upgrades"
            .formatted(source, system));
  }

  private static List<Warning> ofMirror(String source, String mirror) {
    var advice = new ArrayList<Warning>();
    if (Localhost.isHostOf(mirror)) {
      advice.add(
          Warning.ofMirror(
              Harm.ON_LOCALHOST,
              source,
              mirror,
              "Mirror '%s' of source '%s' is on each node itself, not on the machine that wrote the set: unless a registry runs on every node, pulls go on to the next mirror or the source"
                  .formatted(mirror, source)));
    }
    if (PullThroughCache.is(mirror, source)) {
      advice.add(
          Warning.ofMirror(
              Harm.PULL_THROUGH_CACHE,
              source,
              mirror,
              "Mirror '%s' of source '%s' looks like an ECR pull through cache, which may not serve the first pull of an image by digest: pulls then go on to the next mirror or the source, until the image was pulled by tag once"
                  .formatted(mirror, source)));
    }
    return advice;
  }

  private static Warning selfMirror(String source, List<String> mirrors) {
    if (mirrors.size() == 1) {
      return Warning.ofSource(
          Harm.IGNORED,
          source,
          "Source '%s' is its own only mirror: nodes ignore it".formatted(source));
    }
    var text =
        mirrors.getLast().equals(source)
            ? "Source '%s' is its own last mirror: nodes try it last anyway"
            : "Source '%s' is one of its own mirrors: nodes try it before the mirrors that follow";
    return Warning.ofSource(Harm.OWN_MIRROR, source, text.formatted(source));
  }
}
