package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mirror with the state that a comparison found.
public record ListedMirror(ImageMirror mirror, MirrorState state) {
  /// Lists are ordered by source. Other clients can make several mirrors of one source.
  public static final Comparator<ListedMirror> BY_SOURCE =
      Comparator.comparing((ListedMirror each) -> each.mirror().source())
          .thenComparing(each -> each.mirror().id());

  /// Every mirror on the cluster or in the records, each with its state. A drifted mirror is shown
  /// as it is on the cluster. A mirror that somebody else deleted and created again has another ID,
  /// and is drifted too.
  public static List<ListedMirror> compare(
      List<ImageMirror> onCluster, List<ImageMirror> recorded) {
    var records = new HashMap<String, ImageMirror>();
    recorded.forEach(mirror -> records.put(mirror.source(), mirror));
    var listed = new ArrayList<ListedMirror>();
    for (var mirror : onCluster) {
      var entry = records.remove(mirror.source());
      listed.add(new ListedMirror(mirror, state(mirror, entry)));
    }
    records.values().forEach(gone -> listed.add(new ListedMirror(gone, MirrorState.MISSING)));
    listed.sort(BY_SOURCE);
    return List.copyOf(listed);
  }

  /// A mirror from the records, when the cluster was not read.
  public static ListedMirror recorded(ImageMirror mirror) {
    return new ListedMirror(mirror, MirrorState.UNKNOWN);
  }

  /// Requested and not on the cluster yet: it has no ID.
  public static ListedMirror pending(MirrorSet.Wanted wanted) {
    return new ListedMirror(
        new ImageMirror("", wanted.source().value(), wanted.mirrors().values(), null, null),
        MirrorState.PENDING);
  }

  private static MirrorState state(ImageMirror mirror, @Nullable ImageMirror recorded) {
    if (recorded == null) {
      return MirrorState.UNMANAGED;
    }
    var same = recorded.id().equals(mirror.id()) && recorded.mirrors().equals(mirror.mirrors());
    return same ? MirrorState.IN_SYNC : MirrorState.DRIFTED;
  }
}
