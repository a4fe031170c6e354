package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The locations that nodes of a cluster with these image mirrors try when they pull an image.
///
/// Nodes use only the longest source that matches (`FindRegistry` and `PullSourcesFromReference` of
/// containers/image). They use its mirrors for pulls by digest only, and try the image under its
/// own name last.
public sealed interface Pull {
  /// The sources that match, the one that nodes use first.
  List<String> matching();

  /// The locations in the order in which nodes try them until one has the image.
  List<Place> places();

  /// Only under its own name: no source matches, or the pull is by tag.
  record Direct(List<String> matching, Place place) implements Pull {
    public Direct {
      matching = List.copyOf(matching);
    }

    @Override
    public List<Place> places() {
      return List.of(place);
    }
  }

  /// From the first of these locations that has the image.
  record Mirrored(List<String> matching, List<Place> places) implements Pull {
    public Mirrored {
      matching = List.copyOf(matching);
      places = List.copyOf(places);
    }
  }

  /// Not at all: a mirror gives an invalid reference, and nodes then try no location.
  record Refused(List<String> matching, String mirror, String reference) implements Pull {
    public Refused {
      matching = List.copyOf(matching);
    }

    @Override
    public List<Place> places() {
      return List.of();
    }
  }

  /// A location, and the mirror it comes from; null for the name of the image itself.
  record Place(ImageReference image, @Nullable String mirror) {}

  static Pull of(ImageReference image, List<ImageMirror> mirrors) {
    var matching =
        mirrors.stream()
            .filter(Pull::isUsedByNodes)
            .filter(mirror -> scope(mirror).takesIn(image.name()))
            .sorted(Comparator.comparing(Pull::scope, Scope.PRECEDENCE))
            .toList();
    var sources = matching.stream().map(ImageMirror::source).toList();
    return matching.isEmpty() || !image.isByDigest()
        ? new Direct(sources, new Place(image, null))
        : through(matching.getFirst(), image, sources);
  }

  private static Pull through(ImageMirror used, ImageReference image, List<String> sources) {
    var end = scope(used).end(image.name());
    var places = new ArrayList<Place>();
    for (var mirror : mirrors(used)) {
      var moved = image.movedTo(mirror, end);
      if (moved.isEmpty()) {
        return new Refused(sources, mirror, mirror + image.toString().substring(end));
      }
      places.add(new Place(moved.get(), mirror));
    }
    places.add(new Place(image, null));
    return new Mirrored(sources, places);
  }

  /// The mirrors without a last one that equals the source: nodes drop it, because they try the
  /// source last anyway (`mergedMirrors` in openshift/runtime-utils).
  private static List<String> mirrors(ImageMirror mirror) {
    var all = mirror.mirrors();
    return all.getLast().equals(mirror.source()) ? all.subList(0, all.size() - 1) : all;
  }

  /// A source without any mirror but itself is not in the configuration of nodes, and so shadows no
  /// shorter source (`addMirrorSet` in openshift/runtime-utils).
  private static boolean isUsedByNodes(ImageMirror mirror) {
    return mirror.mirrors().stream().anyMatch(each -> !each.equals(mirror.source()));
  }

  private static Scope scope(ImageMirror mirror) {
    return new Scope(mirror.source());
  }
}
