package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of OcmAnswers, for each answer and call.
class OcmAnswersTest {
  private static final OcmReply.Raw NOTHING = new OcmReply.Raw(new byte[0], null, Map.of());

  private static final String EXISTS =
      "{\"reason\": \"Image mirror for source 'a/b' already exists for cluster 'c'\"}";
  private static final String OTHER = "{\"reason\": \"no\"}";
  private static final String GOOD = "{\"id\": \"1\"}";
  private static final Map<String, String> BODIES =
      Map.of("mirror", GOOD, "empty", "{}", "exists", EXISTS, "reason", OTHER);

  /// Status and body, and their meaning for a read, a create, an edit and a delete.
  private static final String TABLE =
      """
      200 mirror       | Done                 | Doubtful             | Done                 | Doubtful
      201 mirror       | TryLater             | Done                 | Doubtful             | Doubtful
      204 nothing      | TryLater             | Doubtful             | Doubtful             | Done
      200 nothing      | TryLater             | Doubtful             | Doubtful             | Doubtful
      201 nothing      | TryLater             | Doubtful             | Doubtful             | Doubtful
      200 empty        | TryLater             | Doubtful             | Doubtful             | Doubtful
      201 empty        | TryLater             | Doubtful             | Doubtful             | Doubtful
      302 nothing      | TryLater             | Doubtful             | Doubtful             | Doubtful
      400 exists       | Refused              | AlreadyExists        | Refused              | Refused
      400 reason       | Refused              | Refused              | Refused              | Refused
      400 nothing      | Refused              | Refused              | Refused              | Refused
      401 reason       | CredentialsRejected  | CredentialsRejected  | CredentialsRejected  | CredentialsRejected
      403 reason       | Denied               | Denied               | Denied               | Denied
      404 reason       | Absent               | Absent               | Absent               | Absent
      409 reason       | TryLater             | Conflict             | Conflict             | Conflict
      409 exists       | TryLater             | Conflict             | Conflict             | Conflict
      422 reason       | Refused              | Refused              | Refused              | Refused
      429 reason       | TryLater             | TryLater             | TryLater             | TryLater
      500 nothing      | TryLater             | Doubtful             | Doubtful             | Doubtful
      500 exists       | TryLater             | Doubtful             | Doubtful             | Doubtful
      503 reason       | TryLater             | Doubtful             | Doubtful             | Doubtful
      Lost             | TryLater             | Doubtful             | Doubtful             | Doubtful
      NotSent          | TryLater             | TryLater             | TryLater             | TryLater
      Unauthenticated  | CredentialsRejected  | CredentialsRejected  | CredentialsRejected  | CredentialsRejected
      """;

  /// One cell of the table.
  record Cell(OcmCall call, OcmReply reply, String meaning) {}

  static Stream<Cell> cells() {
    return TABLE
        .lines()
        .map(line -> line.split("\\s*\\|\\s*"))
        .flatMap(row ->
            Arrays.stream(OcmCall.values())
                .map(call -> new Cell(call, reply(row[0].strip()), row[column(call)])));
  }

  private static int column(OcmCall call) {
    return switch (call) {
      case FIND_CLUSTER, READ_CLUSTER, LIST_MIRRORS, READ_MIRROR -> 1;
      case CREATE_MIRROR -> 2;
      case EDIT_MIRROR -> 3;
      case DELETE_MIRROR -> 4;
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void mapsAnswersAsInTheTable(Cell cell) {
    var answer =
        OcmAnswers.of(
            cell.call(),
            cell.reply(),
            body -> cell.call() == OcmCall.DELETE_MIRROR ? "1" : body.at("id").asText());

    assertThat(answer.getClass().getSimpleName()).isEqualTo(cell.meaning());
  }

  @Test
  void keepsTheReasonOfOcm() {
    assertThat(of(answered(403, OTHER))).isEqualTo(new Answer.Denied<>("no"));
    assertThat(of(answered(500, null)))
        .isEqualTo(new Answer.Doubtful<>("OCM answered with status 500 and no JSON body"));
    assertThat(of(new OcmReply.Answered(429, null, null, Duration.ofSeconds(7), NOTHING)))
        .isEqualTo(
            new Answer.TryLater<>(
                "OCM answered with status 429 and no JSON body", Duration.ofSeconds(7)));
    assertThat(of(new OcmReply.NotSent("a pause", Duration.ofSeconds(7))))
        .isEqualTo(new Answer.TryLater<>("a pause", Duration.ofSeconds(7)));
    assertThat(of(new OcmReply.Answered(201, json(GOOD), "op", null, NOTHING)))
        .isEqualTo(new Answer.Done<>("1", "op"));
  }

  private static Answer<String> of(OcmReply reply) {
    return OcmAnswers.of(OcmCall.CREATE_MIRROR, reply, body -> body.at("id").asText());
  }

  private static OcmReply answered(int status, @Nullable String body) {
    return new OcmReply.Answered(status, body == null ? null : json(body), null, null, NOTHING);
  }

  private static OcmReply reply(String name) {
    return switch (name) {
      case "Lost" -> new OcmReply.Lost("reset");
      case "NotSent" -> new OcmReply.NotSent("no time", null);
      case "Unauthenticated" -> new OcmReply.Unauthenticated("wrong");
      default -> {
        var words = name.split(" ", -1);
        yield answered(Integer.parseInt(words[0]), BODIES.get(words[1]));
      }
    };
  }

  private static Json json(String text) {
    try {
      return JsonReader.read(text);
    } catch (JsonFault broken) {
      throw new AssertionError(broken);
    }
  }
}
