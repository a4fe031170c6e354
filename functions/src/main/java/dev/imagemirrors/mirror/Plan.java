package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The smallest number of changes that gives a cluster the wanted set.
///
/// @param unchanged mirrors that are already as wanted
/// @param foreign mirrors without a record, that are not wanted and are left alone
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

  /// A new list for an existing source.
  public record Edit(ImageMirror before, MirrorList after) {
    /// Whether only the order changes in which nodes try the mirrors.
    public boolean isReorder() {
      var wanted = after.values();
      return before.mirrors().size() == wanted.size()
          && new HashSet<>(before.mirrors()).equals(new HashSet<>(wanted));
    }
  }

  /// The plan for a cluster.
  ///
  /// @param recorded the sources in our records
  /// @param exclusive whether unwanted mirrors that are not recorded are deleted too
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

  /// The number of mirrors that the cluster has before the first change.
  public int before() {
    return edits.size() + deletes.size() + unchanged.size() + foreign.size();
  }

  /// The number of mirrors that the cluster has after the last change.
  public int after() {
    return creates.size() + edits.size() + unchanged.size() + foreign.size();
  }

  /// Whether the cluster can have the mirrors that are to be created, with those that it keeps.
  public boolean fits() {
    return creates.isEmpty() || after() <= MirrorSet.MAX_SIZE;
  }

  /// The number of writes.
  public int size() {
    return creates.size() + edits.size() + deletes.size();
  }

  public boolean changesNothing() {
    return size() == 0;
  }
}
