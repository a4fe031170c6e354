package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Callers, identified by their tokens.
class CallerTest {
  private static Caller claiming(String claims) {
    return Caller.of(
        "Bearer head."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".signature");
  }

  @Test
  void hasTheNameInTheToken() {
    assertThat(claiming("{\"preferred_username\": \"pat\", \"sub\": \"1\"}").user())
        .isEqualTo("pat");
    assertThat(claiming("{\"clientId\": \"robot\", \"sub\": \"1\"}").user()).isEqualTo("robot");
    assertThat(claiming("{\"preferred_username\": \" \", \"sub\": \"1\"}").user()).isEqualTo("1");
    assertThat(claiming("{\"azp\": \"cloud-services\", \"sub\": \"1\"}").user()).isEqualTo("1");
  }

  @Test
  void hasNoNameWithoutAClaim() {
    for (var token : new String[] {"opaque", "a.b.c", "a.!!!.c", "a.e30.c"}) {
      assertThat(Caller.of("bearer " + token).user())
          .isEqualTo("a user whose token contains no name");
    }
  }

  @Test
  void hasAPrintableName() {
    assertThat(claiming("{\"preferred_username\": \"a\\nb\"}").user()).isEqualTo("a\\nb");
    assertThat(claiming("{\"preferred_username\": \"" + "x".repeat(300) + "\"}").user())
        .hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic eDp5", "Bearer", "Bearer ", "Bearer a b", "Bearer a\r\nX: y"})
  void requiresABearerToken(String header) {
    assertThatThrownBy(() -> Caller.of(header)).isInstanceOf(OcmError.class);
  }

  @Test
  void isNotPrinted() {
    assertThat(Caller.of("Bearer secret")).hasToString("Caller");
  }
}
