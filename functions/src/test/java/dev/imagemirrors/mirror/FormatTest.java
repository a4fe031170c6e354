package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The hand-written parsers accept the same characters and lengths as the published regular
/// expressions, which are the oracle here for every character in every position.
class FormatTest {
  /// Of openshift/api, `config/v1/types_image_digest_mirror_set.go`, with ports in their range.
  private static final Pattern LOCATION =
      Pattern.compile(
          "([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
              + "(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:[0-9]{1,5})?"
              + "(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*");

  /// Of distribution/reference.
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Every character up to some beyond ASCII, between valid text.
  private static Stream<String> texts(String before, String after) {
    return IntStream.rangeClosed(0, 0x17f).mapToObj(c -> before + (char) c + after);
  }

  private static boolean isGood(String text, Consumer<String> parse) {
    try {
      parse.accept(text);
      return true;
    } catch (InvalidField _) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"|", "a|", "|a", "a|a", "a.|a", "a-|a", "a/|", "a/b|", "a/|b", "a/b|b", "a/b_|b"})
  void acceptsTheLocationsOfTheResourceDefinition(String frame) {
    var ends = frame.split("\\|", -1);

    assertThat(texts(ends[0], ends[1]))
        .allSatisfy(text ->
            assertThat(isGood(text, Registry::new))
                .as(text)
                .isEqualTo(LOCATION.matcher(text).matches()));
  }

  @Test
  void limitsPorts() {
    assertThat(Stream.of("1", "9", "00001", "10000", "65535"))
        .allMatch(port -> isGood("a:" + port, Registry::new));
    assertThat(Stream.of("", "0", "00000", "65536", "99999", "000001", "100000", "/", ":", "1:2"))
        .noneMatch(port -> isGood("a:" + port, Registry::new));
  }

  @Test
  void limitsLocationsTo255Characters() {
    assertThat(isGood("a".repeat(255), Registry::new)).isTrue();
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new Registry("a".repeat(256)))
        .withMessageContaining("has 256 characters; at most 255 are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"|", "a|", "|a", "_|", "a.|"})
  void acceptsTheTagsOfNodes(String frame) {
    var ends = frame.split("\\|", -1);

    assertThat(texts(ends[0], ends[1]).filter(text -> !text.contains("@")))
        .allSatisfy(text ->
            assertThat(isGood("a.b/c:" + text, ImageReference::parse))
                .as(text)
                .isEqualTo(TAG.matcher(text).matches()));
  }

  @Test
  void limitsTagsTo128Characters() {
    assertThat(isGood("a.b/c:" + "t".repeat(128), ImageReference::parse)).isTrue();
    assertThat(isGood("a.b/c:" + "t".repeat(129), ImageReference::parse)).isFalse();
    assertThat(isGood("a.b/c:", ImageReference::parse)).isFalse();
  }

  @Test
  void acceptsDigestsInLowerCaseHexadecimal() {
    assertThat(texts("", "f".repeat(63)))
        .allSatisfy(hex ->
            assertThat(isGood("a.b/c@sha256:" + hex, ImageReference::parse))
                .as(hex)
                .isEqualTo(hex.matches("[0-9a-f]{64}")));
    assertThat(isGood("a.b/c@sha384:" + "0".repeat(96), ImageReference::parse)).isTrue();
    assertThat(isGood("a.b/c@sha512:" + "0".repeat(128), ImageReference::parse)).isTrue();
    assertThat(
            Stream.of(
                "sha256:" + "0".repeat(63),
                "sha256:" + "0".repeat(65),
                "sha384:" + "0".repeat(64),
                "md5:" + "0".repeat(32),
                ":" + "0".repeat(64),
                "0".repeat(64),
                ""))
        .noneMatch(digest -> isGood("a.b/c@" + digest, ImageReference::parse));
  }

  @Test
  void acceptsAReferenceWithPartsOfMaximumLength() {
    var longest = "a.b/" + "c".repeat(251) + ":" + "t".repeat(128) + "@sha512:" + "0".repeat(128);

    assertThat(isGood(longest, ImageReference::parse)).isTrue();
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> ImageReference.parse("x".repeat(longest.length() + 1)))
        .withMessageContaining("has %d characters", longest.length() + 1);
  }

  @Test
  void requiresAHost() {
    assertThat(Stream.of("localhost/a", "a.b/c", "a:1/c", "docker.io/nginx"))
        .allMatch(name -> isGood(name, ImageReference::parse));
    assertThat(Stream.of("nginx", "team/app", "localhos/a", "a.b", "localhost"))
        .noneMatch(name -> isGood(name, ImageReference::parse));
  }

  @Test
  void recognizesIds() {
    assertThat(texts("a", "a").filter(text -> isGood(text, MirrorKey::new)))
        .allSatisfy(text ->
            assertThat(new MirrorKey(text).canBeId())
                .as(text)
                .isEqualTo(ID.matcher(text).matches()));
    assertThat(Stream.of("0", "9", "a", "z", "A", "Z", "-", "a".repeat(64)))
        .allMatch(text -> new MirrorKey(text).canBeId());
    assertThat(new MirrorKey("a".repeat(65)).canBeId()).isFalse();
  }

  @Test
  void matchesAMirrorByIdOrSource() {
    var mirror = new ImageMirror("id-1", "a.b/c", List.of("m/m"), null, null);

    assertThat(new MirrorKey("id-1").names(mirror)).isTrue();
    assertThat(new MirrorKey("a.b/c").names(mirror)).isTrue();
    assertThat(new MirrorKey("id-2").names(mirror)).isFalse();
  }
}
