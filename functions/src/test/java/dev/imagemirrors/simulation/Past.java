package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What clusters had, and were, and when: played again from what OCM did.
record Past(OcmClusters ocm) {
  /// A time, its ends included.
  record Window(long from, long to) {
    boolean has(long moment) {
      return moment >= from && moment <= to;
    }
  }

  /// All clusters that there ever were.
  List<String> clusters() {
    return ocm.passages().stream().map(OcmClusters.Passage::cluster).distinct().toList();
  }

  private List<OcmClusters.Passage> passages(String cluster) {
    return ocm.passages().stream().filter(each -> each.cluster().equals(cluster)).toList();
  }

  boolean changedItsState(String cluster, Window window) {
    return passages(cluster).stream().skip(1).anyMatch(each -> window.has(each.at()));
  }

  /// What OCM did to a cluster, whoever asked for it.
  List<Effect> effects(String cluster) {
    return ocm.effects().stream().filter(each -> each.cluster().equals(cluster)).toList();
  }

  /// Whether a cluster was in a state at some moment of a time.
  boolean was(String cluster, String state, Window window) {
    var passages = passages(cluster);
    for (var i = 0; i < passages.size(); i++) {
      var until = i + 1 < passages.size() ? passages.get(i + 1).at() : Long.MAX_VALUE;
      if (passages.get(i).state().equals(state)
          && passages.get(i).at() <= window.to()
          && until >= window.from()) {
        return true;
      }
    }
    return false;
  }

  /// All that a cluster had, at each moment of a time.
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

  /// Whether there was no mirror of that ID or source at some moment of a time.
  boolean lacked(String cluster, MirrorKey key, Window window) {
    return contents(cluster, window).stream()
        .anyMatch(mirrors -> mirrors.stream().noneMatch(key::names));
  }

  /// Whether a cluster had precisely that mirror at some moment of a time.
  boolean had(String cluster, ImageMirror mirror, Window window) {
    return versions(cluster, mirror.source()).stream()
        .anyMatch(version ->
            version.mirror().filter(mirror::equals).isPresent() && version.overlaps(window));
  }

  /// What a cluster had for a source, and until when; one after the other.
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
