package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Relay.Relayed;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.reply.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Answers of OCM, forwarded.
class OcmRepliesTest {
  /// The largest response of a Lambda function.
  private static final int LAMBDA_LIMIT = 6_291_556;

  private static HttpReply relayed(int status, byte[] body, @Nullable String type) {
    return OcmReplies.relayed(answered(status, body, type, Map.of()), "r1");
  }

  private static Relayed.Answered answered(
      int status, byte[] body, @Nullable String type, Map<String, String> notices) {
    return new Relayed.Answered(status, body, type, null, null, notices);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void areForwardedUnchanged() {
    var reply = relayed(418, bytes("a: \u00e9"), "text/x");

    assertThat(reply.status()).isEqualTo(418);
    assertThat(reply.body()).isEqualTo("a: \u00e9");
    assertThat(reply.headers())
        .containsEntry("Content-Type", "text/x")
        .containsEntry("X-Operation-ID", "r1");
  }

  /// `rosa` shows them.
  @Test
  void keepTheirWarnings() {
    var warned = answered(200, bytes("{}"), null, Map.of("Deprecation", "2027-01-01"));

    assertThat(OcmReplies.relayed(warned, "r1").headers())
        .containsEntry("Deprecation", "2027-01-01");
  }

  /// Each quote takes two characters in the response of the function.
  @Test
  void fitIntoALambdaResponse() {
    var large = relayed(200, bytes("[" + "\"\",".repeat(1_200_000) + "0]"), "application/json");
    assertThat(bytes(JsonWriter.write(large.write()))).hasSizeLessThan(LAMBDA_LIMIT);

    for (var body : new String[] {"\"\",".repeat(1_400_000), "x".repeat(7_000_000)}) {
      assertThatThrownBy(() -> relayed(200, bytes(body), "application/json"))
          .isInstanceOf(OcmError.class)
          .hasMessageContaining("request a smaller page");
    }
  }

  /// OCM's clients read an error without a body as a success.
  @Test
  void haveABodyWhenOcmSentNone() {
    for (var status : new int[] {200, 201, 400, 404, 500}) {
      assertThatThrownBy(() -> relayed(status, new byte[0], null)).isInstanceOf(OcmError.class);
    }
    assertThat(relayed(204, new byte[0], null).body()).isEmpty();
  }

  @Test
  void areText() {
    assertThatThrownBy(() -> relayed(200, new byte[] {(byte) 0xff}, "image/png"))
        .isInstanceOf(OcmError.class);
  }
}
