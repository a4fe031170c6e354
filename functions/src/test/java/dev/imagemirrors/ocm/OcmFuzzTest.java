package dev.imagemirrors.ocm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Any reply of OCM, its token service or a proxy before them becomes an answer.
///
/// An input is a line with status, `Retry-After` and `X-Operation-ID`, and then the body.
class OcmFuzzTest {
  private static final URI URL = URI.create("http://127.0.0.1:1");

  /// Reads are tried four times, writes once; an absent mirror is searched by source.
  private static final int MOST_CALLS = 6 * 4 + 3;

  /// The reply to a call.
  // A carrier of bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, String retryAfter, String operationId, byte[] body) {
    static Reply of(byte[] input) {
      var end = 0;
      while (end < input.length && input[end] != '\n') {
        end++;
      }
      var head = (new String(input, 0, end, UTF_8) + ",,").split(",", -1);
      var body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
      return new Reply(status(head[0]), head[1], head[2], body);
    }

    private static int status(String text) {
      try {
        return Math.floorMod(Integer.parseInt(text.strip()), 1_000);
      } catch (NumberFormatException _) {
        return 200;
      }
    }

    OcmReply.Answered read() {
      return OcmReply.Answered.read(
          status,
          body,
          name ->
              switch (name) {
                case "X-Operation-ID" -> operationId;
                case "Retry-After" -> retryAfter;
                default -> null;
              });
    }
  }

  @FuzzTest
  void mapsEveryReply(byte[] input) {
    var reply = Reply.of(input).read();

    for (var call : OcmCall.values()) {
      var answer = OcmAnswers.of(call, reply, MirrorJson::read);
      switch (answer) {
        case Answer.Done<ImageMirror>(var mirror, _) -> {
          assertThat(reply.status()).isBetween(200, 299);
          assertThat(mirror.id()).isNotEmpty();
        }
        case Answer.TryLater<ImageMirror>(var reason, var after) -> {
          assertThat(call.writes() && reply.status() >= 500).isFalse();
          assertThat(reason).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
          if (after != null) {
            assertThat(after).isBetween(Duration.ZERO, Duration.ofHours(1));
          }
        }
        case Answer.Doubtful<ImageMirror>(var reason) -> {
          assertThat(call.writes()).isTrue();
          assertThat(reason).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
        }
        case Answer.NoService<ImageMirror> _ ->
            throw new AssertionError("a reply is not an outage: " + reply.status());
        case Answer.AlreadyExists<ImageMirror> _ ->
            assertThat(call).isEqualTo(OcmCall.CREATE_MIRROR);
        case Answer.Conflict<ImageMirror> _ -> assertThat(reply.status()).isEqualTo(409);
        case Answer.Absent<ImageMirror> _ -> assertThat(reply.status()).isEqualTo(404);
        case Answer.Denied<ImageMirror> _ -> assertThat(reply.status()).isEqualTo(403);
        case Answer.CredentialsRejected<ImageMirror> _ -> assertThat(reply.status()).isEqualTo(401);
        case Answer.Refused<ImageMirror> _ -> assertThat(reply.status()).isBetween(400, 499);
      }
    }
  }

  @FuzzTest
  void givesOnlyUsableTokens(byte[] input) {
    var reply = Reply.of(input);
    var time = new VirtualTime();
    var tokens =
        new OcmTokens(
            new Exchange((_, _, _) -> reply.read()),
            URL,
            () -> new OcmCredentials.OfflineToken("offline"),
            time,
            new Random(7));

    for (var i = 0; i < 2; i++) {
      switch (tokens.token(Deadline.in(time, Duration.ofSeconds(20)))) {
        case TokenSource.Token.Given(var token) -> {
          assertThat(reply.status()).isEqualTo(200);
          assertThat(token).isNotEmpty().matches("[!-~]+");
        }
        case TokenSource.Token.Rejected(var reason) -> assertThat(reason).isNotBlank();
        case TokenSource.Token.Unavailable(var reason, _) -> assertThat(reason).isNotBlank();
      }
      time.sleep(Duration.ofMinutes(20));
    }
  }

  /// Every call of both ports, with the same reply to each request but those for a token.
  @FuzzTest
  void answersEveryCall(byte[] input) {
    var reply = Reply.of(input);
    var calls = new AtomicInteger();
    var time = new VirtualTime();
    var ocm =
        ScriptedOcm.answering(
            (request, _, _) -> {
              if (request.uri().getPath().endsWith("/token")) {
                return answered("{\"access_token\": \"a\", \"expires_in\": 900}");
              }
              calls.incrementAndGet();
              return reply.read();
            },
            URL,
            URL.resolve("/token"),
            () -> new OcmCredentials.ClientCredentials("a", "b"),
            time,
            new Random(7));
    var deadline = Deadline.in(time, Duration.ofMinutes(5));
    var clusters = ocm.clusters(deadline, new Unwatched());
    var mirrors = ocm.mirrors(deadline, new Unwatched());
    var text = new String(reply.body(), UTF_8);

    List<Answer<?>> answers =
        List.of(
            clusters.find(new ClusterKey("mycluster")),
            clusters.read("c/1?" + text),
            clusters.read(List.of("a", text)),
            mirrors.list("c"),
            mirrors.find("c", new MirrorKey("a")),
            mirrors.create("c", MirrorSet.Wanted.of("a/b", "m/m")),
            mirrors.edit("c", text, MirrorList.of("m/m")),
            mirrors.delete("c", "1"));

    assertThat(answers).doesNotContainNull();
    assertThat(calls.get()).isLessThanOrEqualTo(MOST_CALLS);
  }

  private static OcmReply.Answered answered(String body) {
    return OcmReply.Answered.read(200, body.getBytes(UTF_8), _ -> null);
  }

  /// A search keeps its structure with any text between its quotes.
  @FuzzTest
  void quotesAnyText(byte[] input) {
    var text = new String(input, UTF_8);

    assertThat(unquoted(Search.source(text), "source = ", "")).isEqualTo(text);
    assertThat(unquoted(Search.clusters(List.of(text)), "product.id = 'rosa' AND id IN (", ")"))
        .isEqualTo(text);
    try {
      assertThat(Search.cluster(new ClusterKey(text)))
          .isEqualTo(
              "product.id = 'rosa' AND (id = '%1$s' OR name = '%1$s' OR external_id = '%1$s')"
                  .formatted(text));
      assertThat(text).matches("[A-Za-z0-9_-]{1,255}");
    } catch (InvalidField fault) {
      assertThat(fault.field()).isEqualTo("cluster");
    }
  }

  /// The single quoted string between a prefix and a suffix, with every quote doubled.
  private static String unquoted(String search, String beginning, String end) {
    assertThat(search).startsWith(beginning + "'").endsWith("'" + end);
    var inner = search.substring(beginning.length() + 1, search.length() - end.length() - 1);
    var text = new StringBuilder();
    for (var i = 0; i < inner.length(); i++) {
      if (inner.charAt(i) == '\'') {
        i++;
        assertThat(i).isLessThan(inner.length());
        assertThat(inner.charAt(i)).isEqualTo('\'');
      }
      text.append(inner.charAt(i));
    }
    return text.toString();
  }
}
