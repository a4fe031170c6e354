package dev.imagemirrors.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A warning about a wanted image mirror.
///
/// @param subject what it is about, to be named with others of the same kind
public record Warning(Harm harm, String subject, String text) {
  /// A kind with more warnings becomes one sentence.
  private static final int MOST_OF_A_KIND = 3;

  private static final int MOST_NAMED = 10;

  public static Warning ofSource(Harm harm, String source, String text) {
    return new Warning(harm, "'" + source + "'", text);
  }

  public static Warning ofMirror(Harm harm, String source, String mirror, String text) {
    return new Warning(harm, "'" + mirror + "' of '" + source + "'", text);
  }

  /// The sentences for a person: the greatest harm first, each once, and many of a kind in one. So
  /// no grave one is lost behind many mild ones.
  public static List<String> sentences(Collection<Warning> warnings) {
    Map<Harm, Set<Warning>> kinds = new EnumMap<>(Harm.class);
    for (var warning : warnings) {
      kinds.computeIfAbsent(warning.harm(), _ -> new LinkedHashSet<>()).add(warning);
    }
    var sentences = new ArrayList<String>();
    for (var kind : kinds.values()) {
      if (kind.size() > MOST_OF_A_KIND) {
        sentences.add(together(List.copyOf(kind)));
      } else {
        kind.forEach(warning -> sentences.add(warning.text()));
      }
    }
    return sentences;
  }

  private static String together(List<Warning> kind) {
    var others = kind.subList(1, kind.size());
    var named =
        others.stream().limit(MOST_NAMED).map(Warning::subject).collect(Collectors.joining(", "));
    return kind.getFirst().text()
        + "; the same applies to "
        + named
        + (others.size() > MOST_NAMED ? " and " + (others.size() - MOST_NAMED) + " more" : "");
  }
}
