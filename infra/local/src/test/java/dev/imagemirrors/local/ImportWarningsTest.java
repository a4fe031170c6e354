package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Warnings of plans and writes on clusters with lists of registries, and the explanation of what
/// nodes refuse there.
class ImportWarningsTest {
  private static final String DIGEST =
      "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String REFUSED =
      "is not in the cluster's allowed registries: nodes refuse its images, whichever mirror has them";

  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.start();
    stack.ocm("conflict", "{\"ms\": 0}");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static void cluster(String name, String lists) {
    stack.ocm("clusters/" + name, "{\"registry_config\": {\"registry_sources\": {" + lists + "}}}");
  }

  private static List<String> plan(String cluster, String type, String body) {
    var reply =
        stack.api(
            "PUT",
            "/clusters/" + cluster + "/image-mirrors?dry_run=true",
            body,
            "Content-Type",
            type);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return warnings(reply);
  }

  private static List<String> plan(String cluster, String body) {
    return plan(cluster, "application/json", body);
  }

  /// Without the one that every change has.
  private static List<String> warnings(StackFixture.Reply reply) {
    return StackFixture.texts(reply.json().path("warnings")).stream()
        .filter(warning -> !warning.startsWith("This change replaces the nodes"))
        .toList();
  }

  private static String explained(String cluster, String image) {
    return stack
        .api("GET", "/clusters/" + cluster + "/explain?output=text&image=" + image + DIGEST, "")
        .text()
        .replace(DIGEST, "@D");
  }

  private static String set(String source, String mirror) {
    return "{\"image_mirrors\": [{\"source\": \"%s\", \"mirrors\": \"%s\"}]}"
        .formatted(source, mirror);
  }

  private static String file(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/imports", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void warnsAboutSourcesThatTheClusterDoesNotAllow() {
    cluster(
        "allowing",
        "\"allowed_registries\": [\"registry.redhat.io\", \"mirror.example.com\"], \"blocked_registries\": []");

    var created =
        stack.api(
            "POST",
            "/clusters/allowing/image-mirrors",
            "{\"source\": \"ghcr.io/team\", \"mirrors\": \"mirror.example.com/gh\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(warnings(created)).containsExactly("Source 'ghcr.io/team' " + REFUSED);
    assertThat(plan("allowing", set("quay.io/team", "mirror.example.com/team")))
        .containsExactly("Source 'quay.io/team' " + REFUSED);
    assertThat(plan("allowing", set("registry.redhat.io/rhel9", "elsewhere.example.net/rhel9")))
        .isEmpty();
    assertThat(explained("allowing", "ghcr.io/team/app"))
        .isEqualTo(
            """
            I: Image 'ghcr.io/team/app@D' cannot be pulled: it is not in the cluster's allowed registries
            I: Nodes refuse it from every location, also from a mirror
            """);
    assertThat(explained("allowing", "docker.io/library/nginx")).doesNotContain("is mirrored");
  }

  @Test
  void explainsThatNodesRefuseABlockedImage() {
    cluster("blocking", "\"blocked_registries\": [\"ghcr.io\"]");
    stack.api(
        "POST",
        "/clusters/blocking/image-mirrors",
        "{\"source\": \"ghcr.io/team\", \"mirrors\": \"mirror.example.com/gh\"}");

    assertThat(explained("blocking", "ghcr.io/team/app"))
        .isEqualTo(
            """
            I: Image 'ghcr.io/team/app@D' cannot be pulled: it is in 'ghcr.io', one of the cluster's blocked registries
            I: Nodes refuse it from every location, also from a mirror
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "insecure, plain.example.com",
    "insecure, plain.example.com/team",
    "insecure, *.plain.example.com",
    "blocked, bad.example.com"
  })
  void warnsAboutARegistryInsideAWildcardSource(String list, String entry) {
    cluster("wild", "\"%s_registries\": [\"%s\"]".formatted(list, entry));

    assertThat(plan("wild", "application/yaml", file("wildcard-source.yaml")))
        .containsExactly(
            "Source '*.example.com' includes '%s', one of the cluster's %s registries: OpenShift cannot configure nodes with both, and new nodes fail"
                .formatted(entry, list));

    stack.ocm("clusters/wild", "{\"registry_config\": null}");
  }

  @Test
  void acceptsAnInsecureRegistryOutsideAWildcardSource() {
    cluster("outside", "\"insecure_registries\": [\"other.example.net\"]");

    assertThat(plan("outside", "application/yaml", file("wildcard-source.yaml"))).isEmpty();
  }

  @Test
  void showsTheGravestWarningFirstInALargeSet() {
    var entries = new ArrayList<String>();
    for (var i = 0; i < 60; i++) {
      entries.add(
          "{\"source\": \"registry.access.redhat.com/op%d\", \"mirrors\": \"mirror.example.com/op%d\"}"
              .formatted(i, i));
    }
    entries.add("{\"source\": \"quay.io/team/app\", \"mirrors\": \"mirror/team\"}");
    entries.add("{\"source\": \"docker.io/nginx\", \"mirrors\": \"mirror.example.com/nginx\"}");

    var warnings = plan("mycluster", "{\"image_mirrors\": [" + String.join(", ", entries) + "]}");

    assertThat(warnings).hasSize(3);
    assertThat(warnings.get(0))
        .startsWith("Mirror 'mirror/team' of source 'quay.io/team/app' breaks pulls by digest");
    assertThat(warnings.get(1)).startsWith("Source 'docker.io/nginx' does not match");
    assertThat(warnings.get(2)).contains("the same applies to").endsWith(" and 49 more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.redhat.io/rhoai",
        "registry.connect.redhat.com",
        "quay.io/team",
        "docker.io"
      })
  void doesNotWarnAboutOperatorImages(String source) {
    assertThat(plan("mycluster", set(source, "mirror.example.com/x"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io, redirects pulls from 'quay.io/openshift-release-dev'",
    "quay.io/openshift-release-dev, redirects pulls from 'quay.io/openshift-release-dev'",
    "registry.redhat.io, redirects pulls from 'registry.redhat.io'",
    "registry.access.redhat.com/ubi9, redirects pulls from 'registry.access.redhat.com'",
    "*.redhat.com, redirects pulls from 'registry.access.redhat.com'",
    "registry-1.docker.io, does not match images of 'docker.io'",
    "index.docker.io, matches no image: nodes use 'docker.io' instead"
  })
  void warnsAboutSystemRegistriesAndOtherNames(String source, String warning) {
    assertThat(plan("mycluster", set(source, "mirror.example.com/x")))
        .singleElement()
        .asString()
        .contains(warning);
  }

  @Test
  void warnsAboutLocalhost() {
    assertThat(plan("mycluster", "application/yaml", file("mirrors-on-localhost.yaml")))
        .hasSize(2)
        .allMatch(warning -> warning.contains("is on each node itself"));
    assertThat(plan("mycluster", "application/yaml", file("source-on-localhost.yaml")))
        .singleElement()
        .asString()
        .startsWith("Source 'localhost:55000' is on each node itself");
  }
}
