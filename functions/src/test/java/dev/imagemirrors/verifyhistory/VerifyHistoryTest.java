package dev.imagemirrors.verifyhistory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.lane.Past;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifyHistoryTest {
  private final Past past = new Past();

  private void writes(int entries) {
    for (var i = 1; i <= entries; i++) {
      past.creates("quay.io/s" + i, "m.corp.com/s" + i);
    }
  }

  private static VerifyHistory.Request request(String more) {
    var event = "{\"cluster\": \"mycluster\"" + more + "}";
    return VerifyHistory.Request.read(
        new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true)),
        new Target("us-east-1", null));
  }

  private Reply verify(String more) {
    return new VerifyHistory(past.clusterLookup(), past.verification(), past.store)
        .verify(request(more));
  }

  private Json body(String more) {
    return switch (verify(more)) {
      case Reply.Success success -> ReplyWriter.write(Event.Shape.DIRECT, Output.REPLY, success);
      case Reply.Problem problem -> {
        assertThat(problem.type()).isEqualTo(ProblemType.HISTORY_ALTERED);
        yield ReplyWriter.problem(problem);
      }
    };
  }

  private String shown(Output output) {
    var reply = ReplyWriter.write(Event.Shape.DIRECT, output, verify(""));
    return String.valueOf(reply.at("output").asText()).replaceAll(" {2,}", "  ");
  }

  private String hash(int number) {
    return past.store.entries(Past.CLUSTER).get(number - 1).hash();
  }

  private static List<StoredEntry> forged(List<StoredEntry> all, int number) {
    var entry = all.get(number - 1);
    var text = String.valueOf(entry.text()).replace("m.corp.com", "evil.com");
    var changed = new ArrayList<>(all);
    changed.set(number - 1, new StoredEntry(entry.number(), text, entry.hash(), entry.about()));
    return changed;
  }

  @Test
  void confirmsAnIntactHistory() throws Exception {
    writes(3);

    assertThat(body(""))
        .isEqualTo(
            JsonReader.read(
                """
                {
                  "messages": ["The history of cluster 'mycluster' is intact: the newest entry is 3, with hash HASH"],
                  "verified": true,
                  "entries": 3,
                  "head": {"number": 3, "hash": "HASH"},
                  "faults": [],
                  "more_faults": 0,
                  "next": null
                }
                """
                    .replace("HASH", hash(3))));
    assertThat(shown(Output.TABLE)).startsWith("I: The history of cluster 'mycluster' is intact");
  }

  @Test
  void reportsAnEmptyHistory() {
    var body = body("");

    assertThat(body.at("messages"))
        .isEqualTo(Json.strings(List.of("Cluster 'mycluster' has no history")));
    assertThat(body.at("verified")).isEqualTo(Json.of(true));
    assertThat(body.at("head").at("hash").asText()).isEqualTo(Head.START.hash());
  }

  @Test
  void reportsEveryFaultWithItsEntry() throws Exception {
    writes(3);
    past.store.stored = all -> forged(all, 2);
    var detail = "its stored hash does not match its text";

    var body = body("");
    assertThat(body.at("verified")).isEqualTo(Json.of(false));
    assertThat(body.at("faults"))
        .isEqualTo(
            JsonReader.read(
                "[{\"number\": 2, \"fault\": \"modified\", \"detail\": \"" + detail + "\"}]"));
    assertThatThrownBy(() -> shown(Output.TEXT))
        .hasToString(
            "dev.imagemirrors.event.HistoryAltered: The history of cluster 'mycluster' has been"
                + " altered: 1 problem. Entry 2 is modified: "
                + detail);
  }

  @Test
  void detectsTruncationByTheLaneAndForgeryByAKeptHead() {
    writes(4);
    var all = List.copyOf(past.store.entries(Past.CLUSTER));
    past.store.stored = stored -> stored.subList(0, stored.size() - 1);
    assertThat(body("").at("faults").items())
        .extracting(fault -> fault.at("fault").asText())
        .containsExactly("missing");

    past.store.stored = stored -> stored;
    var kept = "\"4:" + all.getLast().hash() + "\"";
    var other = "\"2:" + "a".repeat(64) + "\"";
    assertThat(body(", \"head\": " + kept).at("verified")).isEqualTo(Json.of(true));
    assertThat(body(", \"head\": [" + kept + ", " + other + "]").at("faults").items())
        .extracting(fault -> fault.at("number"), fault -> fault.at("fault").asText())
        .containsExactly(tuple(Json.of(2), "replaced"));
  }

  @Test
  void stopsAtALimitAndContinues() {
    writes(5);

    var first = body(", \"limit\": 2");
    assertThat(first.at("verified")).isEqualTo(Json.of(false));
    assertThat(first.at("faults").items()).isEmpty();
    assertThat(first.at("next").asText()).isEqualTo("2:" + hash(2));
    assertThat(first.at("messages").items())
        .containsExactly(
            Json.of(
                "The history of cluster 'mycluster' is intact up to entry 2, with hash " + hash(2)),
            Json.of("More entries follow; continue with next=2:" + hash(2)));

    var second = body(", \"next\": \"" + first.at("next").asText() + "\"");
    assertThat(second.at("verified")).isEqualTo(Json.of(true));
    assertThat(second.at("entries")).isEqualTo(Json.of(3));
    assertThat(second.at("next")).isEqualTo(Json.Null.NULL);
  }

  @Test
  void doesNotConfirmTheRestOfAnAlteredHistory() {
    writes(5);
    past.store.stored = all -> forged(all, 1);

    var first = body(", \"limit\": 2");
    assertThat(first.at("next").asText()).isEqualTo("2:" + hash(2) + ":1");

    var second = body(", \"next\": \"" + first.at("next").asText() + "\"");
    assertThat(second.at("verified")).isEqualTo(Json.of(false));
    assertThat(second.at("faults").items()).isEmpty();
    assertThat(second.at("more_faults")).isEqualTo(Json.of(1));
  }

  @Test
  void countsTheFaultsThatItDoesNotShow() {
    writes(110);
    past.store.stored =
        all ->
            all.stream()
                .map(entry ->
                    new StoredEntry(entry.number(), entry.text(), entry.hash(), List.of("other")))
                .toList();

    var body = body("");

    assertThat(body.at("faults").items()).hasSize(100);
    assertThat(body.at("more_faults")).isEqualTo(Json.of(10));
    assertThat(body.at("messages").items())
        .last()
        .isEqualTo(Json.of("10 more problems are not shown"));
  }

  @Test
  void verifiesWithoutTheClusterAndWithoutOcm() {
    writes(2);
    past.ocm.answers("findCluster", new Answer.TryLater<>("503", null));
    assertThat(body("").at("verified")).isEqualTo(Json.of(true));

    past.ocm.forgets(Past.CLUSTER);
    assertThat(body("").at("entries")).isEqualTo(Json.of(2));
  }

  @Test
  void reportsAnUnknownCluster() {
    past.ocm.forgets(Past.CLUSTER);

    assertThat(verify(""))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.CLUSTER_NOT_FOUND));
  }

  @Test
  void refusesInvalidHeadsAndCheckpoints() {
    assertThatThrownBy(() -> request(", \"head\": \"7\", \"next\": \"7\""))
        .isInstanceOf(Faults.class)
        .hasMessage(
            "head[0]: must be the number and the hash of an entry, as NUMBER:HASH; next: must be"
                + " the 'next' value of an earlier reply");
    var heads =
        IntStream.rangeClosed(1, 101)
            .mapToObj(i -> i + ":" + "a".repeat(64))
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> request(", \"head\": \"" + heads + "\""))
        .hasMessage("head: has 101 entries; at most 100 are allowed");
  }

  @Test
  void comparesHeadsBeforeTheNextPart() {
    writes(4);
    var next = ", \"next\": \"3:" + hash(3) + "\"";
    var kept = ", \"head\": \"2:" + hash(2) + ",4:" + hash(4) + "\"";
    var wrong = ", \"head\": \"2:" + "a".repeat(64) + "\"";

    assertThat(body(next + kept).at("verified")).isEqualTo(Json.of(true));
    var altered = body(next + wrong);

    assertThat(altered.at("verified")).isEqualTo(Json.of(false));
    assertThat(altered.at("faults").items())
        .extracting(fault -> fault.at("number").asLong(0) + " " + fault.at("fault").asText())
        .containsExactly("2 replaced");
  }

  @Test
  void missesTheEntryOfAHeadBeforeTheNextPart() {
    writes(4);
    past.store.stored = all -> List.of(all.get(0), all.get(2), all.get(3));

    var altered = body(", \"next\": \"3:" + hash(3) + "\", \"head\": \"2:" + hash(2) + "\"");

    assertThat(altered.at("faults").items())
        .extracting(fault -> fault.at("number").asLong(0) + " " + fault.at("fault").asText())
        .containsExactly("2 missing");
  }

  @Test
  void refusesANextThatNoReplyHas() {
    for (var number : List.of("9".repeat(39), "1e3", "1E300")) {
      assertThatThrownBy(() -> request(", \"next\": \"" + number + ":" + "a".repeat(64) + "\""))
          .isInstanceOf(Faults.class)
          .hasMessage("next: must be the 'next' value of an earlier reply");
    }
  }
}
