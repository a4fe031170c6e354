package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.List;

/// What the names of a source and its mirrors promise, and nodes do not keep.
public final class NameAdvice {
  /// Where the components of every OpenShift cluster come from.
  private static final List<String> SYSTEM_REGISTRIES =
      List.of("quay.io/openshift-release-dev", "registry.redhat.io");

  private NameAdvice() {}

  public static List<String> of(MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    var mirrors = wanted.mirrors().values();
    var advice = new ArrayList<>(ofSource(source));
    for (var mirror : mirrors) {
      if (mirror.equals(source)) {
        advice.add(ofItself(mirror, mirrors));
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
          "Source '%s' matches no image: to nodes a name begins with its registry's host, as in 'docker.io/library/nginx', and a host has a dot or a port"
              .formatted(source));
    } else if (host.equals("index.docker.io")) {
      advice.add("Source '%s' matches no image: to nodes, that is 'docker.io'".formatted(source));
    } else if (DockerHub.isShortName(source)) {
      advice.add(
          "Source '%s' does not match the official image, which to nodes is '%s'"
              .formatted(source, DockerHub.fullName(source)));
    }
    for (var system : SYSTEM_REGISTRIES) {
      if (new Scope(source).takesIn(system) || new Scope(system).takesIn(source)) {
        advice.add(
            "Source '%s' redirects pulls from '%s', where the cluster's own components come from: a mirror that is slow, down or behind holds up new nodes and upgrades"
                .formatted(source, system));
      }
    }
    return advice;
  }

  private static String ofItself(String source, List<String> mirrors) {
    if (mirrors.size() == 1) {
      return "Source '%s' has only itself for a mirror: nodes ignore that".formatted(source);
    }
    return mirrors.getLast().equals(source)
        ? "Source '%s' is its own last mirror: nodes try it last anyway".formatted(source)
        : "Source '%s' is one of its own mirrors: nodes try it before the mirrors that follow"
            .formatted(source);
  }
}
