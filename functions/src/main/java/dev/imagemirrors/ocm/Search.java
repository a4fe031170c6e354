package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.ClusterKey;
import java.util.List;
import java.util.stream.Collectors;

/// Search expressions of OCM, with strings in single quotes.
final class Search {
  private Search() {}

  static String cluster(ClusterKey key) {
    var quoted = quoted(key.value());
    return "product.id = 'rosa' AND (id = %s OR name = %s OR external_id = %s)"
        .formatted(quoted, quoted, quoted);
  }

  static String clusters(List<String> ids) {
    return "product.id = 'rosa' AND id IN (%s)"
        .formatted(ids.stream().map(Search::quoted).collect(Collectors.joining(", ")));
  }

  static String source(String source) {
    return "source = " + quoted(source);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
