package dev.imagemirrors.document;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A kind of document with mirrors.
enum SetKind {
  DIGEST("ImageDigestMirrorSet", "config.openshift.io/v1", "imageDigestMirrors"),
  POLICY("ImageContentSourcePolicy", "operator.openshift.io/v1alpha1", "repositoryDigestMirrors"),
  TAG("ImageTagMirrorSet", "config.openshift.io/v1", "imageTagMirrors");

  private final String label;
  private final String apiVersion;
  private final String entries;

  SetKind(String label, String apiVersion, String entries) {
    this.label = label;
    this.apiVersion = apiVersion;
    this.entries = entries;
  }

  /// The only supported version.
  String apiVersion() {
    return apiVersion;
  }

  /// The member of `spec` with the entries.
  String entries() {
    return entries;
  }

  static Optional<SetKind> of(String name) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(name)).findFirst();
  }

  /// Whether the name is that of a list: any `List`, or a list of sets.
  static boolean isList(String name) {
    return name.equals("List")
        || (name.endsWith("List") && of(name.substring(0, name.length() - 4)).isPresent());
  }

  /// The names of all kinds.
  static List<String> names() {
    return Arrays.stream(values()).map(kind -> kind.label).toList();
  }
}
