package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pull of an image comes to on a cluster with these image mirrors.
///
/// As nodes do it: the longest source that matches counts and no other (`FindRegistry` and
/// `PullSourcesFromReference` of containers/image), its mirrors only for pulls by digest, and the
/// image as it was named after all of them.
public sealed interface Pull {
  /// The sources that match, the one that counts first.
  List<String> matching();

  /// Where nodes look, one after the other, until they find the image.
  List<Place> places();

  /// From where it was named alone: no source matches, or it is by tag.
  record Direct(List<String> matching, Place place) implements Pull {
    public Direct {
      matching = List.copyOf(matching);
    }

    @Override
    public List<Place> places() {
      return List.of(place);
    }
  }

  /// From the first of these places that has it.
  record Mirrored(List<String> matching, List<Place> places) implements Pull {
    public Mirrored {
      matching = List.copyOf(matching);
      places = List.copyOf(places);
    }
  }

  /// From nowhere: a mirror makes a reference that is none, and nodes then try no place at all.
  record Refused(List<String> matching, String mirror, String reference) implements Pull {
    public Refused {
      matching = List.copyOf(matching);
    }

    @Override
    public List<Place> places() {
      return List.of();
    }
  }

  /// Where nodes look, and the mirror that sends them there; none where it is the image as named.
  record Place(ImageReference image, @Nullable String mirror) {}

  static Pull of(ImageReference image, List<ImageMirror> mirrors) {
    var matching =
        mirrors.stream()
            .filter(Pull::countsToNodes)
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

  /// The mirrors without a last one that is the source itself: nodes leave it out, since they end
  /// there anyway (`mergedMirrors` in openshift/runtime-utils).
  private static List<String> mirrors(ImageMirror mirror) {
    var all = mirror.mirrors();
    return all.getLast().equals(mirror.source()) ? all.subList(0, all.size() - 1) : all;
  }

  /// A source without a mirror other than itself is left out of the configuration of nodes, and so
  /// hides no shorter one (`addMirrorSet` in openshift/runtime-utils).
  private static boolean countsToNodes(ImageMirror mirror) {
    return mirror.mirrors().stream().anyMatch(each -> !each.equals(mirror.source()));
  }

  private static Scope scope(ImageMirror mirror) {
    return new Scope(mirror.source());
  }
}
