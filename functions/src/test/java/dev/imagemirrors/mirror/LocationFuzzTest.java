package dev.imagemirrors.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;

/// Accepts only valid locations and images, and refuses everything else with a short reason.
class LocationFuzzTest {
  /// The format as a regular expression with possessive quantifiers, which take linear time.
  private static final Pattern LOCATION =
      Pattern.compile(
          "(?:\\*\\.L(?:\\.L)*+|L(?:\\.L)*+(?::0*+[1-9][0-9]*+)?+(?:/S)*+)"
              .replace("L", "(?:[a-zA-Z0-9]++(?:-++[a-zA-Z0-9]++)*+)")
              .replace("S", "(?:[a-z0-9]++(?:(?:__|[._]|-++)[a-z0-9]++)*+)"));

  @FuzzTest
  void acceptsOnlyLocations(byte[] input) {
    var text = new String(input, UTF_8);

    var source = accepted(() -> new Source(text).value());
    var mirror = accepted(() -> new Registry(text).value());

    assertThat(source).isEqualTo(isLocation(text));
    assertThat(mirror).isEqualTo(isLocation(text) && !text.startsWith("*"));
    if (source) {
      assertThat(MirrorKey.of(new Source(text)).value()).isEqualTo(text);
    }
  }

  @FuzzTest
  void isReadBackAsItWasWritten(byte[] input) {
    var text = new String(input, UTF_8);
    if (!accepted(() -> ImageReference.parse(text).toString())) {
      return;
    }

    var image = ImageReference.parse(text);

    assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
    assertThat(isLocation(image.name())).isTrue();
    assertThat(image.isByDigest()).isEqualTo(text.contains("@"));
  }

  private static boolean isLocation(String text) {
    return text.length() <= 255 && LOCATION.matcher(text).matches() && portIsOne(text);
  }

  private static boolean portIsOne(String text) {
    var host = text.split("/", 2)[0];
    var colon = host.indexOf(':');
    return colon < 0
        || (host.length() - colon <= 6 && Integer.parseInt(host.substring(colon + 1)) < 65_536);
  }

  private interface Making {
    String make();
  }

  private static boolean accepted(Making making) {
    try {
      return !making.make().isEmpty();
    } catch (InvalidField fault) {
      assertThat(fault.reason()).isNotBlank().hasSizeLessThan(1_000);
      return false;
    }
  }
}
