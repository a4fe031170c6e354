package dev.imagemirrors.document;

import java.util.List;

/// All parts of the documents that a set leaves out. A reply must fit Lambda's limit, so only the
/// first are listed.
///
/// @param listed the first parts
/// @param more the number of parts that are not listed
/// @param lost the number of parts that have an effect on the cluster of the documents, listed or
///   not: applying the set without them must be accepted
public record Losses(List<NotCarriedOver> listed, int more, int lost) {
  /// The greatest number of listed parts.
  public static final int MOST_LISTED = 100;

  public static final Losses NONE = new Losses(List.of(), 0, 0);

  public Losses {
    listed = List.copyOf(listed);
  }

  public boolean isEmpty() {
    return listed.isEmpty();
  }
}
