package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Warnings about sources that shadow others: an image uses only the mirrors of the longest source
/// that matches it.
public final class Shadows {
  private static final int NAMED = 3;

  private Shadows() {}

  /// A warning for each source that another one shadows in part, when one of the two is wanted.
  public static List<Warning> of(Collection<String> wanted, Collection<String> others) {
    var all = new LinkedHashSet<>(wanted);
    all.addAll(others);
    var isWanted = new HashSet<>(wanted);
    var advice = new ArrayList<Warning>();
    for (var outer : all) {
      var inner = inside(outer, all);
      if (!isWanted.contains(outer)) {
        inner.retainAll(isWanted);
      }
      advice.addAll(advice(outer, inner));
    }
    return advice;
  }

  private static List<String> inside(String outer, Set<String> all) {
    var scope = new Scope(outer);
    return all.stream()
        .filter(each -> !each.equals(outer) && scope.takesIn(each))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<Warning> advice(String outer, List<String> inner) {
    var advice = new ArrayList<Warning>();
    var scope = new Scope(outer);
    var longer =
        inner.stream()
            .filter(each -> Scope.PRECEDENCE.compare(new Scope(each), scope) < 0)
            .toList();
    if (!longer.isEmpty()) {
      advice.add(
          Warning.ofSource(
              Harm.SHADOWED,
              outer,
              "Source '%s' is shadowed by the longer %s: images there use only the mirrors of the longest source, because sources do not combine"
                  .formatted(outer, named(longer))));
    }
    inner.stream()
        .filter(each -> !longer.contains(each))
        .map(each ->
            Warning.ofSource(
                Harm.NEVER_USED,
                each,
                "Source '%s' is shadowed by '%s', which has the same length and takes precedence: it is never used"
                    .formatted(each, outer)))
        .forEach(advice::add);
    return advice;
  }

  private static String named(List<String> sources) {
    var first =
        sources.stream()
            .limit(NAMED)
            .map(source -> "'" + source + "'")
            .collect(Collectors.joining(", "));
    return sources.size() <= NAMED ? first : first + " and " + (sources.size() - NAMED) + " more";
  }
}
