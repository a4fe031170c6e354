package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected values come from running containers/image v5.36.2 and openshift/runtime-utils with
/// the same mirrors.
class PullTest {
  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

  private static ImageMirror mirror(String source, String... mirrors) {
    return new ImageMirror("id", source, List.of(mirrors), null, null);
  }

  private static Pull byDigest(String name, ImageMirror... mirrors) {
    return Pull.of(ImageReference.parse(name + DIGEST), List.of(mirrors));
  }

  private static Pull.Place at(String image, String mirror) {
    return new Pull.Place(ImageReference.parse(image + DIGEST), mirror);
  }

  private static Pull.Place named(String image) {
    return new Pull.Place(ImageReference.parse(image), null);
  }

  @Test
  void triesTheMirrorsInOrderAndTheSourceLast() {
    var pull =
        byDigest(
            "quay.io/team/app", mirror("quay.io/team", "mirror.corp.com/team", "backup.corp.com"));

    assertThat(pull)
        .isEqualTo(
            new Pull.Mirrored(
                List.of("quay.io/team"),
                List.of(
                    at("mirror.corp.com/team/app", "mirror.corp.com/team"),
                    at("backup.corp.com/app", "backup.corp.com"),
                    named("quay.io/team/app" + DIGEST))));
  }

  @Test
  void usesOnlyTheLongestSourceInAnyOrder() {
    var mirrors =
        new ArrayList<>(
            List.of(
                mirror("quay.io", "mirror.corp.com/quay"),
                mirror("quay.io/team/app", "mirror.corp.com/app"),
                mirror("quay.io/team", "mirror.corp.com/team"),
                mirror("quay.io/team/app2", "mirror.corp.com/app2")));
    var expected =
        new Pull.Mirrored(
            List.of("quay.io/team/app", "quay.io/team", "quay.io"),
            List.of(
                at("mirror.corp.com/app", "mirror.corp.com/app"),
                named("quay.io/team/app" + DIGEST)));
    var image = ImageReference.parse("quay.io/team/app" + DIGEST);

    for (var i = 0; i < mirrors.size(); i++) {
      Collections.rotate(mirrors, 1);
      assertThat(Pull.of(image, mirrors)).isEqualTo(expected);
    }
  }

  @Test
  void replacesTheHostOfAWildcard() {
    assertThat(
            byDigest(
                "a.b.example.com/team/app", mirror("*.example.com", "mirror.corp.com/example")))
        .isEqualTo(
            new Pull.Mirrored(
                List.of("*.example.com"),
                List.of(
                    at("mirror.corp.com/example/team/app", "mirror.corp.com/example"),
                    named("a.b.example.com/team/app" + DIGEST))));
  }

  @Test
  void prefersAWildcardToAHostOfTheSameLength() {
    var pull =
        byDigest(
            "a.example.com/app",
            mirror("a.example.com", "mirror.corp.com/a"),
            mirror("*.example.com", "mirror.corp.com/any"));

    assertThat(pull.matching()).containsExactly("*.example.com", "a.example.com");
    assertThat(pull.places().getFirst())
        .isEqualTo(at("mirror.corp.com/any/app", "mirror.corp.com/any"));
  }

  /// With a port, a mirror with a path is not valid.
  @Test
  void keepsThePortAfterAWildcardHost() {
    assertThat(
            byDigest("a.example.com:5000/app", mirror("*.example.com", "mirror.corp.com"))
                .places()
                .getFirst())
        .isEqualTo(at("mirror.corp.com:5000/app", "mirror.corp.com"));
    assertThat(byDigest("a.example.com:5000/app", mirror("*.example.com", "mirror.corp.com/team")))
        .isEqualTo(
            new Pull.Refused(
                List.of("*.example.com"),
                "mirror.corp.com/team",
                "mirror.corp.com/team:5000/app" + DIGEST));
  }

  @Test
  void matchesOfficialImagesByFullName() {
    var image = "docker.io/nginx";

    assertThat(byDigest(image, mirror("docker.io/nginx", "mirror.corp.com/nginx")))
        .isEqualTo(new Pull.Direct(List.of(), named("docker.io/library/nginx" + DIGEST)));
    assertThat(byDigest(image, mirror("docker.io/library/nginx", "mirror.corp.com/nginx")).places())
        .first()
        .isEqualTo(at("mirror.corp.com/nginx", "mirror.corp.com/nginx"));
  }

  @Test
  void mirrorsNoPullByTag() {
    var team = mirror("quay.io/team", "mirror.corp.com/team");

    assertThat(Pull.of(ImageReference.parse("quay.io/team/app:v1"), List.of(team)))
        .isEqualTo(new Pull.Direct(List.of("quay.io/team"), named("quay.io/team/app:v1")));
    assertThat(Pull.of(ImageReference.parse("quay.io/team/app:v1" + DIGEST), List.of(team)))
        .isInstanceOf(Pull.Mirrored.class);
  }

  @Test
  void usesTheSourceWhenNoneMatches() {
    assertThat(byDigest("quay.io/team/app", mirror("quay.io/tea", "mirror.corp.com/tea")))
        .isEqualTo(new Pull.Direct(List.of(), named("quay.io/team/app" + DIGEST)));
    assertThat(byDigest("quay.io/team/app"))
        .isEqualTo(new Pull.Direct(List.of(), named("quay.io/team/app" + DIGEST)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quay.io/team/app           | quay.io/team/app           | mirror.corp.com         | mirror.corp.com
          quay.io/team/app           | quay.io/team               | mirror/team             | mirror/team/app
          quay.io/team/app           | quay.io/team               | index.docker.io/team    | index.docker.io/team/app
          registry.example.com/nginx | registry.example.com/nginx | docker.io/nginx         | docker.io/nginx
          registry.example.com/nginx | registry.example.com       | docker.io               | docker.io/nginx
          """)
  void refusesThePullWhenAMirrorGivesAnInvalidReference(
      String image, String source, String mirror, String reference) {
    assertThat(byDigest(image, mirror(source, "good.corp.com/x", mirror)))
        .isEqualTo(new Pull.Refused(List.of(source), mirror, reference + DIGEST));
  }

  @Test
  void refusesThePullWhenTheMirroredNameIsTooLong() {
    var longest = "mirror.corp.com/" + "a".repeat(239);

    assertThat(byDigest("quay.io/team/app", mirror("quay.io/team", longest)))
        .isInstanceOf(Pull.Refused.class);
    assertThat(byDigest("quay.io/team/app", mirror("quay.io/team/app", longest)))
        .isInstanceOf(Pull.Mirrored.class);
  }

  @Test
  void ignoresASourceThatIsItsOnlyMirror() {
    var pull =
        byDigest(
            "quay.io/team/app",
            mirror("quay.io/team", "quay.io/team"),
            mirror("quay.io/team/app"),
            mirror("quay.io", "mirror.corp.com/quay"));

    assertThat(pull.matching()).containsExactly("quay.io");
  }

  @Test
  void triesTheSourceInItsPositionAmongTheMirrors() {
    var between = byDigest("quay.io/app", mirror("quay.io", "a.io", "quay.io", "b.io"));
    var last = byDigest("quay.io/app", mirror("quay.io", "a.io", "quay.io"));

    assertThat(images(between))
        .containsExactly("a.io/app", "quay.io/app", "b.io/app", "quay.io/app");
    assertThat(images(last)).containsExactly("a.io/app", "quay.io/app");
  }

  private static List<String> images(Pull pull) {
    return pull.places().stream().map(place -> place.image().name()).toList();
  }
}
