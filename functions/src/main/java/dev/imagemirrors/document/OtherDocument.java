package dev.imagemirrors.document;

import dev.imagemirrors.json.Json;
import java.util.List;

/// Documents that are no sets of digest mirrors: the reason for a person, and the next step.
final class OtherDocument {
  private static final String PUT_THEM =
      "put them under spec.imageDigestMirrors of an ImageDigestMirrorSet";

  private OtherDocument() {}

  /// The reason for a document without a kind or a version.
  static String reason(Json document) {
    for (var field : List.of("imageDigestSources", "imageContentSources")) {
      if (!(document.at(field) instanceof Json.Null)) {
        return "is part of an install-config.yaml, which is not read: copy the entries of '%s' and %s (a 'sourcePolicy' becomes 'mirrorSourcePolicy')"
            .formatted(field, PUT_THEM);
      }
    }
    if (!(document.at("image_mirrors") instanceof Json.Null)) {
      return "has 'image_mirrors', the field of a JSON request: send it as JSON with the content type application/json";
    }
    if (isEntry(document) || document.items().stream().anyMatch(OtherDocument::isEntry)) {
      return "has entries without their document: " + PUT_THEM;
    }
    return "must be an object with apiVersion and kind: an ImageDigestMirrorSet, an ImageContentSourcePolicy, or a List of them";
  }

  private static boolean isEntry(Json value) {
    return !(value.at("source") instanceof Json.Null)
        || !(value.at("mirrors") instanceof Json.Null);
  }

  /// The reason for a document of a kind without digest mirrors.
  static String reason(String kind, Json document) {
    if (!(document.at("spec").at("imageContentSources") instanceof Json.Null)) {
      return "the entries of its spec.imageContentSources are not read: " + PUT_THEM;
    }
    var isText =
        document.at("data").members().values().stream()
            .map(value -> String.valueOf(value.asText()))
            .anyMatch(text -> SetKind.names().stream().anyMatch(text::contains));
    return isText
        ? "the set in its data is not read: send that text itself as the document"
        : kind + " is not a set of image mirrors";
  }
}
