package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The fewest changes that bring a cluster to a set: nothing that is as it should be is touched.
///
/// @param unchanged what is as it is wanted
/// @param foreign what somebody else made, and is neither wanted nor ours to delete
public record Plan(
    List<MirrorSet.Wanted> creates,
    List<Edit> edits,
    List<ImageMirror> deletes,
    List<ImageMirror> unchanged,
    List<ImageMirror> foreign) {
  public Plan {
    creates = List.copyOf(creates);
    edits = List.copyOf(edits);
    deletes = List.copyOf(deletes);
    unchanged = List.copyOf(unchanged);
    foreign = List.copyOf(foreign);
  }

  /// Another list for a source that is there.
  public record Edit(ImageMirror before, MirrorList after) {
    /// Whether nothing but the order changes, in which nodes try the mirrors.
    public boolean isReorder() {
      var wanted = after.values();
      return before.mirrors().size() == wanted.size()
          && new HashSet<>(before.mirrors()).equals(new HashSet<>(wanted));
    }
  }

  /// The plan for a cluster.
  ///
  /// @param recorded the sources that are ours
  /// @param exclusive whether what is neither wanted nor ours is deleted too
  public static Plan of(
      List<ImageMirror> onCluster, Set<String> recorded, MirrorSet set, boolean exclusive) {
    var rest = new LinkedHashMap<String, ImageMirror>();
    onCluster.stream()
        .sorted(Comparator.comparing(ImageMirror::source))
        .forEach(mirror -> rest.put(mirror.source(), mirror));
    var creates = new ArrayList<MirrorSet.Wanted>();
    var edits = new ArrayList<Edit>();
    var unchanged = new ArrayList<ImageMirror>();
    for (var wanted : set.wanted()) {
      var there = rest.remove(wanted.source().value());
      if (there == null) {
        creates.add(wanted);
      } else if (there.mirrorsAre(wanted.mirrors())) {
        unchanged.add(there);
      } else {
        edits.add(new Edit(there, wanted.mirrors()));
      }
    }
    var deletes = new ArrayList<ImageMirror>();
    var foreign = new ArrayList<ImageMirror>();
    for (var mirror : rest.values()) {
      (exclusive || recorded.contains(mirror.source()) ? deletes : foreign).add(mirror);
    }
    return new Plan(creates, edits, deletes, unchanged, foreign);
  }

  /// How many writes it takes.
  public int size() {
    return creates.size() + edits.size() + deletes.size();
  }

  public boolean changesNothing() {
    return size() == 0;
  }
}
