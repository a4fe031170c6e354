package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.List;

/// Warnings about names of sources and mirrors that nodes read in another way than expected.
public final class NameAdvice {
  /// The registries of the components of every OpenShift cluster.
  private static final List<String> SYSTEM_REGISTRIES =
      List.of("quay.io/openshift-release-dev", "registry.redhat.io");

  private NameAdvice() {}

  public static List<String> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var mirrors = wanted.mirrors().values();
    var advice = new ArrayList<>(ofSource(source));
    for (var mirror : mirrors) {
      if (mirror.equals(source)) {
        advice.add(selfMirror(mirror, mirrors));
      } else {
        advice.addAll(UnusableMirror.advice(source, mirror));
      }
    }
    return advice;
  }

  private static List<String> ofSource(String source) {
    var advice = new ArrayList<String>();
    var host = source.split("/", 2)[0];
    if (!ReferenceFormat.isHost(host)) {
      advice.add(
          "Source '%s' matches no image: nodes use full image names that begin with a registry host, as in 'docker.io/library/nginx', and a host contains a dot or a port"
              .formatted(source));
    } else if (host.equals("index.docker.io")) {
      advice.add("Source '%s' matches no image: nodes use 'docker.io' instead".formatted(source));
    } else if (DockerHub.isShortName(source)) {
      advice.add(
          "Source '%s' does not match the official image, which nodes call '%s'"
              .formatted(source, DockerHub.fullName(source)));
    }
    for (var system : SYSTEM_REGISTRIES) {
      if (new Scope(source).takesIn(system) || new Scope(system).takesIn(source)) {
        advice.add(
            "Source '%s' redirects pulls from '%s', the registry of the cluster's own components: a mirror that is slow, unavailable or out of date delays new nodes and upgrades"
                .formatted(source, system));
      }
    }
    return advice;
  }

  private static String selfMirror(String source, List<String> mirrors) {
    if (mirrors.size() == 1) {
      return "Source '%s' is its own only mirror: nodes ignore it".formatted(source);
    }
    return mirrors.getLast().equals(source)
        ? "Source '%s' is its own last mirror: nodes try it last anyway".formatted(source)
        : "Source '%s' is one of its own mirrors: nodes try it before the mirrors that follow"
            .formatted(source);
  }
}
