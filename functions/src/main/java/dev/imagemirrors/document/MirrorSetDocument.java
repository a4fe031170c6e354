package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.text.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The mirrors of a cluster as an ImageDigestMirrorSet.
public final class MirrorSetDocument {
  /// The longest name of a Kubernetes object.
  private static final int LONGEST_NAME = 253;

  private MirrorSetDocument() {}

  public static Json of(String cluster, List<ImageMirror> mirrors) {
    var entries =
        mirrors.stream()
            .sorted(Comparator.comparing(ImageMirror::source))
            .<Json>map(mirror ->
                Json.object()
                    .put("source", mirror.source())
                    .put("mirrors", Json.strings(mirror.mirrors()))
                    .build())
            .toList();
    return Json.object()
        .put("apiVersion", "config.openshift.io/v1")
        .put("kind", "ImageDigestMirrorSet")
        .put("metadata", Json.object().put("name", name(cluster)).build())
        .put("spec", Json.object().put("imageDigestMirrors", new Json.Items(entries)).build())
        .build();
  }

  /// The name of the cluster, made valid for a Kubernetes object.
  private static String name(String cluster) {
    var name = "image-mirrors-" + cluster.toLowerCase(Locale.ROOT).replace('_', '-');
    return Text.start(name, LONGEST_NAME).replaceFirst("-++$", "");
  }
}
