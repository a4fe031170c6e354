package dev.imagemirrors.document;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The order of the mirrors of one source that several entries name, as OpenShift merges it: the
/// relative order inside each entry is kept where that is possible, and the source itself comes
/// last and is then left out, because nodes try it last anyway.
///
/// The rules for ties and cycles are those of openshift/runtime-utils, `mergedMirrors` in
/// `pkg/registries/registries.go` and `Sorted` in `topo.go`: nodes of another cluster with the same
/// documents use this order.
final class MirrorOrder {
  /// The locations that directly follow each location.
  private final SortedMap<String, SortedSet<String>> after = new TreeMap<>();

  /// The locations that directly precede each location and are not sorted yet.
  private final SortedMap<String, SortedSet<String>> before = new TreeMap<>();

  private MirrorOrder() {}

  /// The merged mirrors of a source.
  ///
  /// @param entries the mirrors of each entry; each has at least one mirror that is not the source
  static List<String> merged(String source, List<List<String>> entries) {
    var order = new MirrorOrder();
    for (var mirrors : entries) {
      for (var i = 0; i + 1 < mirrors.size(); i++) {
        order.edge(mirrors.get(i), mirrors.get(i + 1));
      }
      if (!mirrors.contains(source)) {
        order.edge(mirrors.getLast(), source);
      }
    }
    var sorted = order.sorted();
    // A cycle can leave the source before other mirrors. It stays there only where an entry asks
    // for
    // that; otherwise nodes try it last.
    var isLast = sorted.getLast().equals(source);
    return isLast || entries.stream().noneMatch(mirrors -> mirrors.contains(source))
        ? sorted.stream().filter(mirror -> !mirror.equals(source)).toList()
        : sorted;
  }

  private void edge(String from, String to) {
    for (var location : List.of(from, to)) {
      after.computeIfAbsent(location, _ -> new TreeSet<>());
      before.computeIfAbsent(location, _ -> new TreeSet<>());
    }
    neighbours(after, from).add(to);
    neighbours(before, to).add(from);
  }

  private List<String> sorted() {
    var sorted = new LinkedHashSet<String>();
    Queue<String> ready = new ArrayDeque<>();
    before.forEach((location, predecessors) -> {
      if (predecessors.isEmpty()) {
        ready.add(location);
      }
    });
    follow(ready, sorted);
    // Whatever is left is in a cycle or behind one; the first location breaks it.
    for (var location : before.keySet()) {
      if (!sorted.contains(location)) {
        ready.add(location);
        follow(ready, sorted);
      }
    }
    return List.copyOf(sorted);
  }

  private void follow(Queue<String> ready, Set<String> sorted) {
    while (!ready.isEmpty()) {
      var location = ready.remove();
      sorted.add(location);
      for (var next : neighbours(after, location)) {
        var predecessors = neighbours(before, next);
        predecessors.remove(location);
        if (predecessors.isEmpty() && !sorted.contains(next)) {
          ready.add(next);
        }
      }
    }
  }

  private static Set<String> neighbours(Map<String, SortedSet<String>> of, String location) {
    return of.computeIfAbsent(location, _ -> new TreeSet<>());
  }
}
