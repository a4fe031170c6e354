package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files as people have them, sent as people send them: the output of oc-mirror and `oc get`, files
/// that came over other systems, and files that are not what they are taken for. They are in
/// `src/test/resources/imports`, named for what they contain.
class ImportedFilesTest {
  private static final Path FILES = Path.of("src/test/resources/imports");
  private static final String CLUSTER = "/clusters/files";
  private static final String SET = CLUSTER + "/image-mirrors";
  private static final String YAML = "application/yaml";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// The question about a set that redirects pulls of the cluster's own components.
  private static final String OWN_COMPONENTS =
      "Are you sure you want to apply this set to cluster 'files'? "
          + Stream.of("ocp-v4.0-art-dev", "ocp-release")
              .map(repository ->
                  "Source 'quay.io/openshift-release-dev/%s' redirects pulls from 'quay.io/openshift-release-dev', the registry of the cluster's own components: a mirror that is slow, unavailable or out of date delays new nodes and upgrades. "
                      .formatted(repository))
              .collect(Collectors.joining());

  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.start();
    stack.ocm("conflict", "{\"ms\": 0}");
    stack.ocm("clusters/files", "{}");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /// Two recorded mirrors, which an unintended empty set would delete.
  @BeforeEach
  void keepTwoMirrors() {
    var kept =
        """
        {"image_mirrors": [
          {"source": "quay.io/keep", "mirrors": "mirror.example.com/keep"},
          {"source": "quay.io/keep2", "mirrors": "mirror.example.com/keep2"}]}
        """;
    assertThat(stack.api("PUT", SET + "?yes=true&exclusive=true", kept).status()).isEqualTo(200);
  }

  private static byte[] file(String name) {
    try {
      return Files.readAllBytes(FILES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  private static StackFixture.Reply put(String query, String type, byte[] body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(stack.url() + SET + query))
              .header("Content-Type", type)
              .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      var reply = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new StackFixture.Reply(reply.statusCode(), reply.headers(), reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StackFixture.Reply put(String query, String type, String body) {
    return put(query, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode plan(String type, byte[] body) {
    var reply = put("?dry_run=true", type, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String detail(String type, byte[] body) {
    var reply = put("?dry_run=true", type, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return reply.json().path("detail").asText();
  }

  private static List<String> sources() {
    var sources = new TreeSet<String>();
    stack
        .api("GET", SET, "")
        .json()
        .path("image_mirrors")
        .forEach(mirror -> sources.add(mirror.path("source").asText()));
    return List.copyOf(sources);
  }

  /// Each wanted mirror of a plan: its source and its mirrors.
  private static String creates(JsonNode plan) {
    var creates = new ArrayList<String>();
    for (var create : plan.at("/plan/creates")) {
      creates.add(
          create.path("source").asText()
              + " -> "
              + String.join(" ", StackFixture.texts(create.path("mirrors"))));
    }
    return String.join("; ", creates);
  }

  // What is read

  @ParameterizedTest
  @CsvSource({
    "merge-two-owners.yaml, rack near far",
    "merge-disjoint.yaml, a z",
    "merge-one-set-twice.yaml, a b c",
    "merge-source-among-mirrors.yaml, a b"
  })
  void mergesTheEntriesOfASourceAsOpenShiftDoes(String file, String order) {
    var mirrors =
        Stream.of(order.split(" ", -1))
            .map(name -> name + ".mirror.example.com/apps")
            .collect(Collectors.joining(" "));

    assertThat(creates(plan(YAML, file(file))))
        .isEqualTo("registry.example.com/apps -> " + mirrors);
  }

  private static final String TEAM = "quay.io/team -> mirror.example.com/team";
  private static final String ALBO =
      "quay.io/openshift-release-dev/ocp-v4.0-art-dev -> mirror.example.com:8443/ocp/openshift/release; quay.io/openshift-release-dev/ocp-release -> mirror.example.com:8443/ocp/openshift/release-images; registry.redhat.io/albo -> mirror.example.com:8443/ocp/albo";

  static final List<Arguments> READ =
      List.of(
          Arguments.of("plain.yaml", TEAM),
          Arguments.of("crlf.yaml", TEAM),
          Arguments.of("utf8-bom.yaml", TEAM),
          Arguments.of("utf16-powershell.yaml", TEAM),
          Arguments.of(
              "bom-in-second-document.yaml", TEAM + "; quay.io/team2 -> mirror.example.com/team"),
          Arguments.of(
              "oc-get.json", "registry.example.org/release -> mirror.example.com:5000/release"),
          Arguments.of("wildcard-source.yaml", "*.example.com -> mirror.example.net/all"),
          Arguments.of("no-mirrors.yaml", TEAM),
          Arguments.of("oc-mirror-catalog-and-set.yaml", ALBO),
          Arguments.of("oc-mirror-directory-separated.yaml", ALBO),
          Arguments.of(
              "mirrors-on-localhost.yaml",
              "registry.connect.redhat.com/example -> localhost:5000/example-network-operator; quay.io/team -> 127.0.0.1:5000/team"),
          Arguments.of("source-on-localhost.yaml", "localhost:55000 -> mirror.example.com/cache"));

  @ParameterizedTest
  @FieldSource("READ")
  void reads(String file, String creates) {
    assertThat(creates(plan(YAML, file(file)))).isEqualTo(creates);
  }

  @ParameterizedTest
  @CsvSource({
    "plain.yaml, application/x-www-form-urlencoded",
    "plain.yaml, application/json",
    "utf8-bom.yaml, application/x-www-form-urlencoded",
    "utf16-powershell.yaml, application/json",
    "oc-get.json, application/json",
    "oc-get.json, application/x-www-form-urlencoded"
  })
  void readsADocumentUnderAnotherContentType(String file, String type) {
    assertThat(plan(type, file(file)).at("/plan/creates")).hasSize(1);
  }

  @Test
  void readsAnIndentedDocument() {
    var indented = text("plain.yaml").indent(4);

    assertThat(creates(plan(YAML, indented.getBytes(StandardCharsets.UTF_8)))).isEqualTo(TEAM);
  }

  // What is refused

  static final List<Arguments> FAULTS =
      List.of(
          Arguments.of(
              "oc-mirror-directory-joined.yaml",
              "document: contains 'apiVersion' twice, at line 13, column 1: put '---' on a line of its own between two documents"),
          Arguments.of(
              "oc-mirror-directory-with-json.txt",
              "document: contains 'apiVersion' twice, at line 13, column 1: put '---' on a line of its own between two documents"),
          Arguments.of(
              "imageContentSources.yaml",
              "document 1: is part of an install-config.yaml, which is not read: copy the entries of 'imageContentSources' and put them under spec.imageDigestMirrors of an ImageDigestMirrorSet (a 'sourcePolicy' becomes 'mirrorSourcePolicy')"),
          Arguments.of(
              "install-config.yaml",
              "document 1: is part of an install-config.yaml, which is not read: copy the entries of 'imageDigestSources' and put them under spec.imageDigestMirrors of an ImageDigestMirrorSet (a 'sourcePolicy' becomes 'mirrorSourcePolicy')"),
          Arguments.of(
              "release-mirror-output.txt",
              "document 1: is part of an install-config.yaml, which is not read: copy the entries of 'imageDigestSources' and put them under spec.imageDigestMirrors of an ImageDigestMirrorSet (a 'sourcePolicy' becomes 'mirrorSourcePolicy')"),
          Arguments.of(
              "only-entries.yaml",
              "document 1: has entries without their document: put them under spec.imageDigestMirrors of an ImageDigestMirrorSet"),
          Arguments.of(
              "idms-with-sourcePolicy.yaml",
              "document 1: spec.imageDigestMirrors[0].sourcePolicy: unknown field; did you mean 'mirrorSourcePolicy'?"),
          Arguments.of(
              "registries.conf",
              "document: is a registries.conf: write each [[registry]] as an entry under spec.imageDigestMirrors of an ImageDigestMirrorSet, its prefix or location as 'source' and the locations of its mirrors as 'mirrors'"),
          Arguments.of(
              "nbsp-after-dash.yaml",
              "document: contains U+00A0 NO-BREAK SPACE at line 9, column 6: replace it with a plain space, or remove it; document: is not valid YAML: could not find expected ':' (while scanning a simple key), at line 10, column 1"),
          Arguments.of(
              "nbsp-indent.yaml",
              "document: contains U+00A0 NO-BREAK SPACE at line 7, column 1: replace it with a plain space, or remove it; document: is not valid YAML: mapping values are not allowed here, at line 8, column 12"),
          Arguments.of(
              "zero-width.yaml",
              "document 1: spec.imageDigestMirrors[0].source: U+200B ZERO WIDTH SPACE is not allowed, at position 13"),
          Arguments.of(
              "smart-quotes.yaml",
              "document 1: spec.imageDigestMirrors[0].source: '“' (U+201C LEFT DOUBLE QUOTATION MARK) is not allowed, at position 1"),
          Arguments.of(
              "tab.yaml",
              "document: is not valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (while scanning for the next token), at line 8, column 1"),
          Arguments.of(
              "trailing-space.yaml",
              "document 1: spec.imageDigestMirrors[0].mirrors[0]: U+0020 SPACE is not allowed, at position 24"),
          Arguments.of(
              "wildcard-unquoted.yaml",
              "document: is not valid YAML: unexpected character found .(46) (while scanning an alias), at line 7, column 14: put quotes around a value that begins with '*', '&', '!', '%', '@' or '`', as in \"*.example.com\""),
          Arguments.of(
              "wildcard-with-path.yaml",
              "document 1: spec.imageDigestMirrors[0].source: a wildcard stands alone before a host, as in '*.example.com'"),
          Arguments.of(
              "star-mirror.yaml",
              "document 1: spec.imageDigestMirrors[0].mirrors[0]: must not have a wildcard: only a source may be '*.host'"),
          Arguments.of(
              "star-path.yaml",
              "document 1: spec.imageDigestMirrors[0].source: path segment '*' must be lower-case letters and digits, joined by '.', '_', '__' or dashes"),
          Arguments.of(
              "half-entry.yaml", "document 1: spec.imageDigestMirrors[0].source: is required"),
          Arguments.of(
              "text-for-list.yaml",
              "document 1: spec.imageDigestMirrors[0].mirrors: must be an array of strings"),
          Arguments.of(
              "placeholders-helm.yaml",
              "document: contains a key that is not a plain string, at line 1, column 2: '{{' begins a placeholder of a template, which was not filled in"),
          Arguments.of(
              "placeholders-jinja.yaml",
              "document: contains a key that is not a plain string, at line 9, column 8: '{{' begins a placeholder of a template, which was not filled in"),
          Arguments.of(
              "placeholders-region.yaml",
              "document 1: spec.imageDigestMirrors[0].mirrors[0]: contains '{region}', a placeholder that was not filled in"),
          Arguments.of(
              "placeholders-shell.yaml",
              Stream.of(
                      "$TARGET_PATH",
                      "${REGISTRY}",
                      "<internal-registry>",
                      "{{ artifactory_host }}")
                  .map(name -> "contains '" + name + "', a placeholder that was not filled in")
                  .collect(
                      Collectors.joining(
                          "; document 1: spec.repositoryDigestMirrors[%d].mirrors[0]: ",
                          "document 1: spec.repositoryDigestMirrors[%d].mirrors[0]: ", ""))
                  .formatted(0, 1, 2, 3)));

  @ParameterizedTest
  @FieldSource("FAULTS")
  void refusesWithTheReasonAndTheNextStep(String file, String detail) {
    assertThat(detail(YAML, file(file))).isEqualTo(detail);
  }

  private static final String SEND =
      ": send an ImageDigestMirrorSet or ImageContentSourcePolicy with entries";

  static final List<Arguments> NO_SETS =
      List.of(
          Arguments.of(
              "hostedcluster.yaml",
              "document: contains no digest mirrors to apply (1 HostedCluster/demo, the whole document: the entries of its spec.imageContentSources are not read: put them under spec.imageDigestMirrors of an ImageDigestMirrorSet)"
                  + SEND),
          Arguments.of(
              "itms-oc-mirror.yaml",
              "document: contains no digest mirrors to apply (1 ImageTagMirrorSet/itms-generic-0, spec.imageTagMirrors[0] registry.access.redhat.com/ubi9: image mirrors of ROSA clusters apply to digests, not tags)"
                  + SEND),
          Arguments.of(
              "cs-redhat-operator-index.yaml",
              "document: contains no digest mirrors to apply (1 CatalogSource/cs-redhat-operator-index-v4-18, the whole document: CatalogSource is not a set of image mirrors)"
                  + SEND),
          Arguments.of(
              "imageset-config.yaml",
              "document: contains no digest mirrors to apply (1 ImageSetConfiguration, the whole document: ImageSetConfiguration is not a set of image mirrors)"
                  + SEND),
          Arguments.of(
              "configmap-with-idms.yaml",
              "document: contains no digest mirrors to apply (1 ConfigMap/image-mirrors, the whole document: the set in its data is not read: send that text itself as the document)"
                  + SEND),
          Arguments.of(
              "kind-typo.yaml",
              "document 1: kind: unknown kind 'ImageDigestMirrorset'; did you mean 'ImageDigestMirrorSet'?"),
          Arguments.of(
              "no-spec.yaml",
              "document 1: imageDigestMirrors: unknown field; the entries of this kind are in spec.imageDigestMirrors; document 1: spec: must be an object with imageDigestMirrors"),
          Arguments.of(
              "under-metadata.yaml",
              "document 1: metadata.spec: unknown field; 'spec' belongs beside 'metadata'; document 1: spec: must be an object with imageDigestMirrors"),
          Arguments.of(
              "spec-typo.yaml",
              "document 1: Spec: unknown field; did you mean 'spec'?; document 1: spec: must be an object with imageDigestMirrors"),
          Arguments.of(
              "icsp-field-in-idms.yaml",
              "document 1: spec.repositoryDigestMirrors: unknown field; the entries of this kind are in spec.imageDigestMirrors"),
          Arguments.of(
              "empty-spec.yaml",
              "document: contains no digest mirrors to apply (1 ImageDigestMirrorSet/x, spec.imageDigestMirrors: is missing, so nothing is mirrored)"
                  + SEND),
          Arguments.of(
              "only-itself.yaml",
              "document: contains no digest mirrors to apply (1 ImageDigestMirrorSet/x, spec.imageDigestMirrors[0] quay.io/team: it has no mirror besides its source, so OpenShift ignores it)"
                  + SEND));

  @ParameterizedTest
  @FieldSource("NO_SETS")
  void deletesNothingForABodyThatAsksForNoMirrors(String file, String detail) {
    assertThat(detail(YAML, file(file))).isEqualTo(detail);
    var confirmed = put("?yes=true&accept_losses=true&exclusive=true", YAML, file(file));
    assertThat(confirmed.status()).isEqualTo(400);
    assertThat(confirmed.json().path("detail").asText()).isEqualTo(detail);
    assertThat(sources()).containsExactly("quay.io/keep", "quay.io/keep2");
  }

  static Stream<String> emptyBodies() {
    return Stream.of(
        "", " \n", "---\n", "---\n...\n---\n", "# only a comment\n", "null\n", "{}", "[]");
  }

  @ParameterizedTest
  @MethodSource("emptyBodies")
  void deletesNothingForAnEmptyBody(String body) {
    for (var type : List.of(YAML, "application/json")) {
      var reply = put("?yes=true&accept_losses=true", type, body);
      assertThat(reply.status()).as(reply.text()).isEqualTo(400);
      assertThat(reply.json().path("detail").asText()).doesNotContain("delete");
    }
    for (var document : List.of("", " ", "\n")) {
      var reply =
          stack.invoke(
              "ApplyImageMirrorsFunction",
              "{\"cluster\": \"files\", \"yes\": true, \"document\": \"%s\"}"
                  .formatted(document.replace("\n", "\\n")));
      assertThat(reply.text()).contains("document: is empty");
    }
    assertThat(sources()).containsExactly("quay.io/keep", "quay.io/keep2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}",
        "{apiVersion: v1, kind: ImageDigestMirrorSetList, items: []}",
        "{apiVersion: config.openshift.io/v1, kind: ImageDigestMirrorSet, metadata: {name: x}, spec: {imageDigestMirrors: []}}"
      })
  void takesAnExplicitEmptyListForTheEmptySet(String body) {
    var reply = put("?yes=true", YAML, body);

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(sources()).isEmpty();
  }

  // Ways to send

  @Test
  void saysThatCurlDropsLineBreaks() {
    var joined = text("plain.yaml").replace("\n", "");
    var detail =
        "document: is not valid YAML: mapping values are not allowed here, at line 1, column 39: the text has only one line; curl's -d drops line breaks, so send the file with --data-binary";

    assertThat(detail(YAML, joined.getBytes(StandardCharsets.UTF_8))).isEqualTo(detail);
    assertThat(detail("application/x-www-form-urlencoded", joined.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[fd00::1]:5000/team|IPv6 addresses are not supported; use a host name",
        "\"[fd00::1]:5000/team\"|'[fd00::1]:5000' is an IPv6 address, which is not supported: use a host name",
        "%REGISTRY%/team|put quotes around a value that begins with",
        "@sha256/team|put quotes around a value that begins with",
        "*any|put quotes around a value that begins with",
        "a.example.com: b|mapping values are not allowed here, at line 7, column 26"
      })
  void namesTheCauseOfAValueThatYamlReadsInAnotherWay(String source, String hint) {
    var body = text("plain.yaml").replace("quay.io/team", source);

    assertThat(detail(YAML, body.getBytes(StandardCharsets.UTF_8))).contains(hint);
  }

  @Test
  void saysHowFewerSourcesCanBeHad() {
    var entries =
        IntStream.range(0, 579)
            .mapToObj(i ->
                "  - {source: r.example.com/op%d, mirrors: [m.example.com/op%d]}".formatted(i, i))
            .collect(Collectors.joining("\n"));
    var body =
        "apiVersion: operator.openshift.io/v1alpha1\nkind: ImageContentSourcePolicy\nmetadata: {name: x}\nspec:\n  repositoryDigestMirrors:\n"
            + entries;

    assertThat(detail(YAML, body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "document: has 579 sources; a cluster can have at most 255. Use fewer and wider sources, such as registries or namespaces (oc-mirror's default; --icsp-scope=registry or namespace with oc adm catalog mirror)");
  }

  // Two confirmations

  @Test
  void confirmsDeletionsAndLossesSeparately() {
    var directory = file("oc-mirror-directory-separated.yaml");
    var unconfirmed = put("", YAML, directory);
    assertThat(unconfirmed.status()).isEqualTo(428);
    assertThat(unconfirmed.json().path("title").asText())
        .isEqualTo("The request requires confirmation");
    assertThat(unconfirmed.json().path("detail").asText())
        .isEqualTo(
            "Are you sure you want to delete 2 image mirrors 'quay.io/keep', 'quay.io/keep2' on cluster 'files'? yes=true confirms. "
                + OWN_COMPONENTS
                + "yes=true confirms. 5 entries of the documents cannot be carried over to cluster 'files': accept_losses=true accepts that, dry_run=true shows the plan");
    assertThat(unconfirmed.json().path("not_carried_over")).hasSize(5);

    assertThat(put("?accept_losses=true", YAML, directory).json().path("detail").asText())
        .isEqualTo(
            "Are you sure you want to delete 2 image mirrors 'quay.io/keep', 'quay.io/keep2' on cluster 'files'? yes=true confirms. "
                + OWN_COMPONENTS
                + "yes=true confirms, dry_run=true shows the plan");
    assertThat(put("?yes=true", YAML, directory).json().path("detail").asText())
        .isEqualTo(
            "5 entries of the documents cannot be carried over to cluster 'files': accept_losses=true accepts that, dry_run=true shows the plan");
    assertThat(sources()).containsExactly("quay.io/keep", "quay.io/keep2");

    var applied = put("?yes=true&accept_losses=true&output=text", YAML, directory);
    assertThat(applied.status()).isEqualTo(200);
    assertThat(applied.text())
        .contains(
            "I: ! 2 CatalogSource/cs-redhat-operator-index-v4-18, the whole document: CatalogSource is not a set of image mirrors\n")
        .endsWith(
            "I: Image mirrors have been applied to cluster 'files': 3 created, 0 updated, 2 deleted\n");
  }

  @Test
  void needsNoConfirmationToLeaveOutAnEntryWithoutEffect() {
    stack.api("PUT", SET + "?yes=true", "{\"image_mirrors\": []}");

    var applied = put("?output=text", YAML, file("no-mirrors.yaml"));

    assertThat(applied.status()).isEqualTo(200);
    assertThat(applied.text())
        .contains(
            "I: ! 1 ImageDigestMirrorSet/x, spec.imageDigestMirrors[0] quay.io/only: it has no mirror besides its source, so OpenShift ignores it\n");
    assertThat(sources()).containsExactly("quay.io/team");
  }

  // Limits

  @ParameterizedTest
  @CsvSource({"12000, 500", "100000, 6000", "200000, 9000", "0, 40000"})
  void boundsItsReply(int nameLength, int entries) {
    var body =
        "kind: ImageTagMirrorSet\napiVersion: config.openshift.io/v1\nmetadata: {name: \"%s\"}\nspec:\n  imageTagMirrors: [%s]\n---\n"
                .formatted("n".repeat(nameLength), "{},".repeat(entries))
            + text("plain.yaml");

    var plan = put("?dry_run=true", YAML, body);
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.text()).hasSizeLessThan(200_000);
    assertThat(plan.json().at("/plan/not_carried_over")).hasSize(100);
    assertThat(plan.json().at("/plan/more_not_carried_over").asInt()).isEqualTo(entries - 100);
    var applied = put("?yes=true&accept_losses=true", YAML, body);
    assertThat(applied.status()).isEqualTo(200);
    assertThat(applied.text()).hasSizeLessThan(200_000);
    assertThat(applied.json().path("more_not_carried_over").asInt()).isEqualTo(entries - 100);
    assertThat(sources()).containsExactly("quay.io/team");
  }

  @Test
  void boundsItsFaults() {
    var body =
        "kind: ImageDigestMirrorSet\napiVersion: config.openshift.io/v1\nspec:\n  imageDigestMirrors: [%s]\n"
            .formatted("1,".repeat(100_000));

    var reply = put("?dry_run=true", YAML, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).hasSizeLessThan(100_000);
    assertThat(reply.json().path("errors")).hasSize(50);
    assertThat(reply.json().at("/errors/49/field").asText())
        .isEqualTo("document 1: spec.imageDigestMirrors[49]");
    assertThat(reply.json().at("/errors/49/reason").asText())
        .isEqualTo("must be an object with source and mirrors (and 950 more errors)");
  }
}
