package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.text.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A cluster's mirrors as the ImageDigestMirrorSet that says the same.
public final class MirrorSetDocument {
  /// The longest name that an object of Kubernetes can have.
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

  /// The cluster's name as an object can have it.
  private static String name(String cluster) {
    var name = "image-mirrors-" + cluster.toLowerCase(Locale.ROOT).replace('_', '-');
    return Text.start(name, LONGEST_NAME).replaceFirst("-++$", "");
  }
}
