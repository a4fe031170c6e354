package dev.imagemirrors.explain;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.mirror.ImageReference;
import java.util.Optional;

/// The reason why nodes refuse an image by its own name, whichever location has it: their
/// policy.json is asked for the name in the pull, before any mirror.
///
/// @param word the reason as one word, for programs
record ImageRefusal(String word, String reason) {
  static Optional<ImageRefusal> of(Cluster cluster, ImageReference image) {
    var blocked =
        cluster
            .blocks(image.name())
            .map(entry ->
                new ImageRefusal(
                    "image-blocked",
                    "it is in '%s', one of the cluster's blocked registries".formatted(entry)));
    return blocked.or(() ->
        cluster.registries().allowsNothingOf(image.name())
            ? Optional.of(
                new ImageRefusal(
                    "image-not-allowed", "it is not in the cluster's allowed registries"))
            : Optional.empty());
  }
}
