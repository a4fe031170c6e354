package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private static void assertRefused(String text, String reason) {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> ImageReference.parse(text))
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("image"))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quay.io/team/app                  | quay.io/team/app:latest
          quay.io/team/app:v1.2_x-3         | quay.io/team/app:v1.2_x-3
          quay.io/app                       | quay.io/app:latest
          localhost/app                     | localhost/app:latest
          registry:5000/app                 | registry:5000/app:latest
          registry.example.com:5000/app:5   | registry.example.com:5000/app:5
          docker.io/nginx                   | docker.io/library/nginx:latest
          docker.io/library/nginx:1         | docker.io/library/nginx:1
          docker.io/bitnami/redis           | docker.io/bitnami/redis:latest
          index.docker.io/nginx             | docker.io/library/nginx:latest
          index.docker.io/bitnami/redis     | docker.io/bitnami/redis:latest
          """)
  void expandsNamesAsNodesDo(String text, String full) {
    assertThat(ImageReference.parse(text)).hasToString(full);
    assertThat(ImageReference.parse(text).isByDigest()).isFalse();
  }

  @Test
  void isByDigestWithAnyTag() {
    var plain = ImageReference.parse("quay.io/team/app@" + DIGEST);

    assertThat(plain).isEqualTo(new ImageReference("quay.io/team/app", null, DIGEST));
    assertThat(plain).hasToString("quay.io/team/app@" + DIGEST);
    assertThat(plain.isByDigest()).isTrue();
    assertThat(ImageReference.parse("quay.io/team/app:v1@" + DIGEST)).isEqualTo(plain);
    assertThat(ImageReference.parse("docker.io/nginx@" + DIGEST))
        .hasToString("docker.io/library/nginx@" + DIGEST);
  }

  @Test
  void acceptsTheDigestsOfRegistries() {
    for (var digest : List.of("sha384:" + "a".repeat(96), "sha512:" + "b".repeat(128))) {
      assertThat(ImageReference.parse("quay.io/app@" + digest).digest()).isEqualTo(digest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "library/nginx", "team/app/x", "registry", "registry:5000"})
  void refusesANameWithoutARegistry(String name) {
    assertRefused(
        name,
        "must be a full reference that begins with a registry host, such as 'docker.io/library/nginx': nodes can look up '"
            + name
            + "' in several registries");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          docker://quay.io/team/app   | must not have a scheme: leave out 'docker://'
          quay.io/team/               | must not end with '/'
          quay.io/Team/app            | path segment 'Team' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          /app:1                      | '' is not a host: labels of letters, digits and inner dashes, joined by dots
          @sha256:00                  | must not be empty
          quay.io//app                | path segment '' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          quay.io/team app            | U+0020 SPACE is not allowed, at position 13
          *.quay.io/app               | must not have a wildcard: only a source may be '*.host'
          -.io/app                    | '-.io' is not a host: labels of letters, digits and inner dashes, joined by dots
          quay.io:x/app               | ':x' is not a port from 1 to 65535 (a tag is not allowed either)
          quay.io/app:                | tag '' must be at most 128 letters, digits, '_', '.' and '-', and must not begin with '.' or '-'
          quay.io/app:-1              | tag '-1' must be at most 128 letters, digits, '_', '.' and '-', and must not begin with '.' or '-'
          quay.io/app:a:b             | tag 'a:b' must be at most 128 letters, digits, '_', '.' and '-', and must not begin with '.' or '-'
          """)
  void refusesInvalidReferencesWithAReason(String text, String reason) {
    assertRefused(text, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        "sha256:0123",
        "md5:0123456789abcdef0123456789abcdef",
        "sha256:0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef@sha256:00"
      })
  void refusesInvalidDigests(String digest) {
    assertRefused(
        "quay.io/app@" + digest,
        "digest '"
            + digest
            + "' must be 'sha256:' with 64 lower-case hexadecimal digits, 'sha384:' with 96, or 'sha512:' with 128");
  }

  @Test
  void refusesAnInvalidTagBesideADigest() {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> ImageReference.parse("quay.io/app:@" + DIGEST));
  }

  @Test
  void allowsReferencesOfMaximumLength() {
    var name = "quay.io/" + "a".repeat(247);
    var tag = "t".repeat(128);

    assertThat(ImageReference.parse(name + ":" + tag + "@sha512:" + "0".repeat(128)).name())
        .hasSize(255);
    assertRefused(name + "a", "has 256 characters; at most 255 are allowed");
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> ImageReference.parse(name + ":t" + tag));
    assertRefused("docker.io/" + "a".repeat(245), "has 263 characters; at most 255 are allowed");
    assertRefused("a".repeat(521), "has 521 characters; at most 520 are allowed");
  }

  @Test
  void readsInLinearTime() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (var hard : List.of("a-", "a.", "a_", "a/", "a:", "@", "a__")) {
            assertThatExceptionOfType(InvalidField.class)
                .isThrownBy(() -> ImageReference.parse("quay.io/" + hard.repeat(120) + "!"));
            assertThatExceptionOfType(InvalidField.class)
                .isThrownBy(() -> ImageReference.parse(hard.repeat(1_000_000)));
          }
        });
  }
}
