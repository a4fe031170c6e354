package dev.imagemirrors.verifyhistory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.LongPast;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A history of 5,500 entries with its checkpoints.
class VerifyLongHistoryTest {
  private static final String CLUSTER = LongPast.CLUSTER;

  private LongPast past = new LongPast().checkpointed();

  /// Takes the place of the stored ones.
  private @Nullable Checkpoints checkpoints;

  private Json verify(String more) {
    past.store.entriesRead = 0;
    var event = "{\"cluster\": \"mycluster\"" + more + "}";
    var request =
        VerifyHistory.Request.read(
            new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true)),
            new Target("us-east-1", null));
    var verify =
        new VerifyHistory(
            past.clusterLookup(), past.verification(), requireNonNullElse(checkpoints, past.store));
    return switch (verify.verify(request)) {
      case Reply.Success success -> ReplyWriter.write(Event.Shape.DIRECT, Output.REPLY, success);
      case Reply.Problem problem -> ReplyWriter.problem(problem);
    };
  }

  private Json verifyFrom(int number) {
    return verify(", \"next\": \"" + number + ":" + past.entry(number).hash() + "\"");
  }

  private static List<String> faults(Json body) {
    return body.at("faults").items().stream()
        .map(fault -> fault.at("fault").asText() + " " + fault.at("number").asLong(0))
        .toList();
  }

  /// Stores one checkpoint with too few mirrors.
  private void forget(int number) {
    past = new LongPast();
    for (var each = 1_000; each <= 5_000; each += 1_000) {
      var state = past.state(each);
      var mirrors = each == number ? state.mirrors().subList(1, 5) : state.mirrors();
      past.store.add(
          CLUSTER, new StateCheckpoint(state.head(), state.time(), state.latest(), mirrors));
    }
  }

  @Test
  void confirmsAHistoryWithItsCheckpoints() {
    var body = verify("");

    assertThat(faults(body)).isEmpty();
    assertThat(body.at("verified")).isEqualTo(Json.of(true));
    assertThat(body.at("entries")).isEqualTo(Json.of(5_500));
    assertThat(past.store.entriesRead).isEqualTo(5_500);
  }

  /// Wherever the previous request ended, the next one knows the state there.
  @ParameterizedTest
  @CsvSource({"0", "1", "1000", "1001", "1500", "1999"})
  void findsAWrongCheckpoint(int from) {
    forget(2_000);

    assertThat(faults(from == 0 ? verify("") : verifyFrom(from))).contains("wrong-checkpoint 2000");
  }

  /// The first checkpoint cannot be read, in each part.
  @Test
  void countsAFaultOnce() {
    checkpoints =
        new Checkpoints() {
          @Override
          public Optional<StateCheckpoint> newest(String clusterId, long upTo) {
            if (upTo >= 1_000) {
              throw new AlteredEntry(BigDecimal.valueOf(1_000), null);
            }
            return Optional.empty();
          }

          @Override
          public void add(String clusterId, StateCheckpoint checkpoint) {
            throw new UnsupportedOperationException();
          }
        };

    var first = verify(", \"limit\": 1500");
    assertThat(faults(first)).containsExactly("wrong-checkpoint 1000");
    var next = first.at("next").asText();

    var second = verify(", \"next\": \"" + next + "\"");

    assertThat(next).endsWith(":1");
    assertThat(faults(second)).isEmpty();
    assertThat(second.at("more_faults")).isEqualTo(Json.of(1));
    assertThat(second.at("verified")).isEqualTo(Json.of(false));
  }

  @Test
  void beginsAtTheNextCheckpointWhenThoseBeforeAreMissing() {
    past = new LongPast();
    past.store.add(CLUSTER, past.state(4_000));

    assertThat(faults(verifyFrom(3_500))).isEmpty();
    assertThat(past.store.entriesRead).isEqualTo(2_000);
  }

  /// The head of an earlier reply is where the next verification continues.
  @Test
  void readsOnlyTheEntriesAddedSince() {
    var body = verifyFrom(5_400);

    assertThat(faults(body)).isEmpty();
    assertThat(body.at("verified")).isEqualTo(Json.of(true));
    assertThat(body.at("entries")).isEqualTo(Json.of(100));
    assertThat(past.store.entriesRead).isEqualTo(100);

    var head = body.at("head");
    var again =
        verify(
            ", \"next\": \"%d:%s\""
                .formatted(head.at("number").asLong(0), head.at("hash").asText()));
    assertThat(again.at("verified")).isEqualTo(Json.of(true));
    assertThat(again.at("entries")).isEqualTo(Json.of(0));
  }

  @Test
  void findsThatTheEntryItContinuesFromWasReplaced() {
    past.rewrite(5_500);

    assertThat(faults(verifyFrom(5_400))).containsExactly("replaced 5500");

    past.store.stored = all -> all;
    var forged = ", \"next\": \"5400:" + "0".repeat(64) + "\"";
    assertThat(faults(verify(forged))).containsExactly("replaced 5400");
  }

  @Test
  void verifiesInSeveralRequests() {
    past.store.stored =
        all -> {
          past.time.sleep(Duration.ofSeconds(9));
          return all;
        };

    var entries = 0L;
    var requests = 0;
    for (var next = ""; ; requests++) {
      var body = verify(next);
      assertThat(faults(body)).isEmpty();
      entries += body.at("entries").asLong(0);
      if (body.at("next").asText() == null) {
        assertThat(body.at("verified")).isEqualTo(Json.of(true));
        break;
      }
      assertThat(body.at("verified")).isEqualTo(Json.of(false));
      next = ", \"next\": \"" + body.at("next").asText() + "\"";
    }

    assertThat(entries).isEqualTo(5_500);
    assertThat(requests).isPositive();
  }
}
