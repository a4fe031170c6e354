package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The contents and states of clusters over time, reconstructed from the changes that OCM made.
record ClusterTimeline(OcmClusters ocm) {
  /// A period of time, ends included.
  record Window(long from, long to) {
    boolean has(long moment) {
      return moment >= from && moment <= to;
    }
  }

  /// All clusters that ever existed.
  List<String> clusters() {
    return ocm.stateChanges().stream().map(OcmClusters.StateChange::cluster).distinct().toList();
  }

  private List<OcmClusters.StateChange> stateChanges(String cluster) {
    return ocm.stateChanges().stream().filter(each -> each.cluster().equals(cluster)).toList();
  }

  boolean changedState(String cluster, Window window) {
    return stateChanges(cluster).stream().skip(1).anyMatch(each -> window.has(each.at()));
  }

  /// All changes of a cluster.
  List<ClusterChange> effects(String cluster) {
    return ocm.effects().stream().filter(each -> each.cluster().equals(cluster)).toList();
  }

  /// Whether a cluster was in a state at some moment of a period.
  boolean was(String cluster, String state, Window window) {
    var stateChanges = stateChanges(cluster);
    for (var i = 0; i < stateChanges.size(); i++) {
      var until = i + 1 < stateChanges.size() ? stateChanges.get(i + 1).at() : Long.MAX_VALUE;
      if (stateChanges.get(i).state().equals(state)
          && stateChanges.get(i).at() <= window.to()
          && until >= window.from()) {
        return true;
      }
    }
    return false;
  }

  /// Every set of mirrors that a cluster had in a period.
  Set<Set<ImageMirror>> contents(String cluster, Window window) {
    var contents = new HashSet<Set<ImageMirror>>();
    var now = new HashSet<ImageMirror>();
    var from = 0L;
    for (var effect : effects(cluster)) {
      if (new Version(from, effect.at(), Optional.empty()).overlaps(window)) {
        contents.add(Set.copyOf(now));
      }
      from = effect.at();
      now.remove(effect.before());
      Optional.ofNullable(effect.after()).ifPresent(now::add);
    }
    if (from <= window.to()) {
      contents.add(Set.copyOf(now));
    }
    return contents;
  }

  /// Whether no mirror had that ID or source at some moment of a period.
  boolean lackedMirror(String cluster, MirrorKey key, Window window) {
    return contents(cluster, window).stream()
        .anyMatch(mirrors -> mirrors.stream().noneMatch(key::names));
  }

  /// Whether a cluster had exactly that mirror at some moment of a period.
  boolean had(String cluster, ImageMirror mirror, Window window) {
    return versions(cluster, mirror.source()).stream()
        .anyMatch(version ->
            version.mirror().filter(mirror::equals).isPresent() && version.overlaps(window));
  }

  /// The successive mirrors of a source, each with its period.
  List<Version> versions(String cluster, String source) {
    var versions = new ArrayList<Version>();
    var from = 0L;
    Optional<ImageMirror> mirror = Optional.empty();
    for (var effect : effects(cluster)) {
      if (effect.mirror().source().equals(source)) {
        versions.add(new Version(from, effect.at(), mirror));
        from = effect.at();
        mirror = Optional.ofNullable(effect.after());
      }
    }
    versions.add(new Version(from, Long.MAX_VALUE, mirror));
    return versions;
  }

  record Version(long from, long to, Optional<ImageMirror> mirror) {
    boolean overlaps(Window window) {
      return from <= window.to() && to >= window.from();
    }
  }
}
