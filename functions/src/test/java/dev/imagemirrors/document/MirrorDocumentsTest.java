package dev.imagemirrors.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorDocumentsTest {
  /// Documents of oc-mirror v2.
  private static final String OC_MIRROR =
      """
      ---
      apiVersion: config.openshift.io/v1
      kind: ImageDigestMirrorSet
      metadata:
        creationTimestamp: null
        name: idms-operator-0
      spec:
        imageDigestMirrors:
        - mirrors:
          - mirror.corp.com:5000/openshift4
          source: registry.redhat.io/openshift4
        - mirrors:
          - mirror.corp.com:5000/ubi9
          - backup.corp.com/ubi9
          mirrorSourcePolicy: AllowContactingSource
          source: registry.access.redhat.com/ubi9
      status: {}
      ---
      apiVersion: operator.openshift.io/v1alpha1
      kind: ImageContentSourcePolicy
      metadata:
        name: old
        labels:
          operators.openshift.org/catalog: "true"
      spec:
        repositoryDigestMirrors:
        - source: registry.access.redhat.com/ubi9
          mirrors: [third.corp.com/ubi9, backup.corp.com/ubi9]
        - source: "*.example.com"
          mirrors:
          - mirror.corp.com/any
      """;

  private static final String NO_DOCUMENT =
      "must be an object with apiVersion and kind: an ImageDigestMirrorSet, an ImageContentSourcePolicy, or a List of them";

  private static MirrorSet.Wanted wanted(String source, String... mirrors) {
    return MirrorSet.Wanted.of(source, mirrors);
  }

  private static MirrorDocuments.Read read(String text) {
    var result = MirrorDocuments.read(text);
    assertThat(result).isInstanceOf(MirrorDocuments.Read.class);
    return (MirrorDocuments.Read) result;
  }

  private static List<String> faults(String text) {
    var result = MirrorDocuments.read(text);
    assertThat(result).isInstanceOf(MirrorDocuments.Faulty.class);
    return ((MirrorDocuments.Faulty) result)
        .faults().stream().map(InvalidField::getMessage).toList();
  }

  private static String idms(String entries) {
    return """
    {"apiVersion": "config.openshift.io/v1", "kind": "ImageDigestMirrorSet", "metadata": {"name": "x"},
     "spec": {"imageDigestMirrors": [%s]}}
    """
        .formatted(entries);
  }

  private static Losses losses(NotCarriedOver... parts) {
    return new Losses(List.of(parts), 0, parts.length);
  }

  @Test
  void mergesTheMirrorsOfASourceInSeveralDocuments() {
    assertThat(read(OC_MIRROR))
        .isEqualTo(
            new MirrorDocuments.Read(
                new MirrorSet(
                    List.of(
                        wanted("registry.redhat.io/openshift4", "mirror.corp.com:5000/openshift4"),
                        wanted(
                            "registry.access.redhat.com/ubi9",
                            "mirror.corp.com:5000/ubi9",
                            "third.corp.com/ubi9",
                            "backup.corp.com/ubi9"),
                        wanted("*.example.com", "mirror.corp.com/any"))),
                Losses.NONE));
  }

  @Test
  void readsAListInJson() {
    var list =
        """
        {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [%s, %s]}
        """
            .formatted(
                idms("{\"source\": \"a.io/a\", \"mirrors\": [\"m.io/a\"]}"),
                idms("{\"source\": \"b.io/b\", \"mirrors\": [\"m.io/b\"]}"));

    assertThat(read(list).set().wanted())
        .containsExactly(wanted("a.io/a", "m.io/a"), wanted("b.io/b", "m.io/b"));
    assertThat(read("{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}").set().wanted())
        .isEmpty();
  }

  @Test
  void reportsUnsupportedSettingsByEntry() {
    var text =
        """
        apiVersion: config.openshift.io/v1
        kind: ImageTagMirrorSet
        metadata: {name: tags}
        spec:
          imageTagMirrors:
          - {source: a.io/a, mirrors: [m.io/a]}
          - {source: b.io/b, mirrors: [m.io/b]}
        ---
        apiVersion: config.openshift.io/v1
        kind: ImageDigestMirrorSet
        metadata: {name: strict}
        spec:
          imageDigestMirrors:
          - {source: c.io/c, mirrors: [m.io/c], mirrorSourcePolicy: NeverContactSource}
        ---
        apiVersion: operators.coreos.com/v1alpha1
        kind: CatalogSource
        metadata: {name: catalog}
        spec: {image: x}
        """;

    assertThat(read(text))
        .isEqualTo(
            new MirrorDocuments.Read(
                new MirrorSet(List.of(wanted("c.io/c", "m.io/c"))),
                losses(
                    new NotCarriedOver(
                        "1 ImageTagMirrorSet/tags",
                        "spec.imageTagMirrors[0] a.io/a",
                        "image mirrors of ROSA clusters apply to digests, not tags"),
                    new NotCarriedOver(
                        "1 ImageTagMirrorSet/tags",
                        "spec.imageTagMirrors[1] b.io/b",
                        "image mirrors of ROSA clusters apply to digests, not tags"),
                    new NotCarriedOver(
                        "2 ImageDigestMirrorSet/strict",
                        "spec.imageDigestMirrors[0] c.io/c",
                        "NeverContactSource: the source is still tried when no mirror has the image"),
                    new NotCarriedOver(
                        "3 CatalogSource/catalog",
                        "the whole document",
                        "CatalogSource is not a set of image mirrors"))));
  }

  @Test
  void reportsDocumentEntryAndFieldOfEachFault() {
    var text =
        OC_MIRROR
            + "---\n"
            + idms(
                """
                {"source": "https://a.io", "mirrors": ["m.io/a", "m.io/b:tag"]},
                {"source": "b.io/b", "mirrors": "m.io/b"}, {"mirrors": ["m.io/c"], "mirorSourcePolicy": 1},
                {"source": 5, "mirrors": ["m.io/c"], "mirrorSourcePolicy": "Sometimes"}
                """);

    assertThat(faults(text))
        .containsExactly(
            "document 3: spec.imageDigestMirrors[0].source: must not have a scheme: leave out 'https://'",
            "document 3: spec.imageDigestMirrors[0].mirrors[1]: must not have a tag: leave out ':tag'",
            "document 3: spec.imageDigestMirrors[1].mirrors: must be an array of strings",
            "document 3: spec.imageDigestMirrors[2].mirorSourcePolicy: unknown field; did you mean 'mirrorSourcePolicy'?",
            "document 3: spec.imageDigestMirrors[2].source: is required",
            "document 3: spec.imageDigestMirrors[3].source: must be a string",
            "document 3: spec.imageDigestMirrors[3].mirrorSourcePolicy: must be AllowContactingSource or NeverContactSource");
  }

  @ParameterizedTest
  @CsvSource({
    "ImageDigestMirrorSet,config.openshift.io/v1alpha1,config.openshift.io/v1",
    "ImageContentSourcePolicy,operator.openshift.io/v1,operator.openshift.io/v1alpha1",
    "ImageTagMirrorSet,v1,config.openshift.io/v1"
  })
  void refusesAnotherVersionOfAKnownKind(String kind, String version, String known) {
    assertThat(faults("{kind: " + kind + ", apiVersion: " + version + ", spec: {mirrors: []}}"))
        .containsExactly("document 1: apiVersion: must be " + known + ", not " + version);
  }

  @Test
  void refusesUnknownFieldsOfASpec() {
    assertThat(
            faults(
                "{kind: ImageDigestMirrorSet, apiVersion: config.openshift.io/v1, spec: {mirrors: []}}"))
        .containsExactly(
            "document 1: spec.mirrors: unknown field; the entries of this kind are in spec.imageDigestMirrors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "just a text", "- 1", "{kind: ImageDigestMirrorSet}"})
  void refusesTextWithoutADocument(String text) {
    assertThat(faults(text)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: &x [1], b: *x}|an anchor",
        "{b: *x}|an alias",
        "{a: !!java.net.URL [\"http://x\"]}|a tag",
        "{a: !local x}|a tag",
        "{<<: {a: 1}}|not a plain string",
        "{a: 1, a: 2}|'a' twice",
        "{[1]: 2}|not a plain string",
        "{a: [1, 2}|not valid YAML"
      })
  void refusesDangerousYaml(String text, String why) {
    assertThat(faults(text)).singleElement().asString().startsWith("document: ").contains(why);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "a: 1\n b: 2",
            "is not valid YAML: mapping values are not allowed here, at line 2, column 3"),
        Arguments.of(
            "a: 1\nb: !x 2", "contains a tag, which is not allowed: !x, at line 2, column 4"),
        Arguments.of("a: !x [1]", "contains a tag, which is not allowed: !x, at line 1, column 4"),
        Arguments.of(
            "a: !x {b: 1}", "contains a tag, which is not allowed: !x, at line 1, column 4"),
        Arguments.of("a: 1\nb: 1\na: 2", "contains 'a' twice, at line 3, column 1"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void reportsThePositionOfAFault(String text, String fault) {
    assertThat(faults(text)).singleElement().asString().startsWith("document: " + fault);
  }

  @Test
  void namesTheEncodingThatApiGatewayCannotPassOn() {
    var utf16 = "\ufffd\ufffd" + "kind: List".replaceAll("(.)", "$1\0");

    assertThat(faults(utf16))
        .containsExactly(
            "document: contains U+0000 NULL, which YAML does not allow, at line 1, column 4: save the file as UTF-8; it is probably UTF-16, as '>' in PowerShell writes it");
  }

  @Test
  void limitsTheNesting() {
    assertThat(faults("[".repeat(32) + "]".repeat(32)))
        .singleElement()
        .asString()
        .contains("object");
    assertThat(faults("[".repeat(33) + "[]" + "]".repeat(33)))
        .singleElement()
        .asString()
        .contains("is nested deeper than 32");
    assertThat(faults(mappings(32))).singleElement().asString().contains("object");
    assertThat(faults(mappings(33)))
        .singleElement()
        .asString()
        .contains("is nested deeper than 32");
  }

  /// A number at this depth.
  private static String mappings(int depth) {
    return IntStream.range(0, depth)
            .mapToObj(each -> " ".repeat(each) + "a:\n")
            .collect(Collectors.joining())
        + " ".repeat(depth)
        + "1";
  }

  @Test
  void namesASetAsKubernetesAllows() {
    assertThat(
            Stream.of("mycluster", "My_Cluster", "c" + "-".repeat(300), "d".repeat(300))
                .map(cluster -> MirrorSetDocument.of(cluster, List.of()))
                .map(document -> document.at("metadata").at("name").asText()))
        .containsExactly(
            "image-mirrors-mycluster",
            "image-mirrors-my-cluster",
            "image-mirrors-c",
            "image-mirrors-" + "d".repeat(239));
  }

  @Test
  void readsALongListOfAnyKind() {
    assertThat(
            faults(
                "{kind: ImageDigestMirrorSetList, apiVersion: v1, items: [{kind: ImageDigestMirrorSet}, 1]}"))
        .containsExactly(
            "document 1.items[0]: " + NO_DOCUMENT, "document 1.items[1]: " + NO_DOCUMENT);
    assertThat(
            faults(
                "{kind: ImageDigestMirrorSet, apiVersion: config.openshift.io/v1, spec: {imageDigestMirrors: 1}}"))
        .containsExactly("document 1: spec.imageDigestMirrors: must be an array");
    assertThat(read("{kind: ThingList, apiVersion: v1}\n---\n" + OC_MIRROR).losses())
        .isEqualTo(
            losses(
                new NotCarriedOver(
                    "1 ThingList",
                    "the whole document",
                    "ThingList is not a set of image mirrors")));
  }

  @Test
  void refusesDeepOrLargeDocumentsQuickly() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(faults("[".repeat(100_000))).hasSize(1);
          assertThat(faults("a: \"" + "x".repeat(300_000) + "\"")).hasSize(1);
          assertThat(faults("- ".repeat(50_000) + "x")).hasSize(1);
        });
  }
}
