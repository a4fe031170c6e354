package dev.imagemirrors.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Past;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.reply.Links;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreImageMirrorsTest {
  private static final Links NO_LINKS = new Links("", "");

  private final Past past = new Past();

  private static RestoreRequest request(String more) {
    var event = "{\"cluster\": \"mycluster\", " + more + "}";
    return RestoreRequest.read(
        new Fields(EventReader.read(event.getBytes(UTF_8), "request-1", true)),
        new Target("us-east-1", null));
  }

  private Reply restore(String more) {
    return new RestoreImageMirrors(
            past.clusterLookup(), new PastReader(past.verification(), past.store), past.planning())
        .restore(
            request(more), request -> OperationReply.of(past.submit(request), request, NO_LINKS));
  }

  private Json body(String more) {
    return ReplyWriter.write(Event.Shape.DIRECT, Output.REPLY, restore(more));
  }

  private String plan(String more) {
    var reply =
        ReplyWriter.write(Event.Shape.DIRECT, Output.TEXT, restore(more + ", \"dry_run\": true"));
    return String.valueOf(reply.at("output").asText());
  }

  private void assertInvalid(String more, String reason) {
    assertThat(restore(more))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.INVALID_INPUT);
              assertThat(problem.detail()).isEqualTo("to: " + reason);
              assertThat(problem.errors()).hasSize(1);
            });
  }

  private void assertAltered(String more, int entry) {
    assertThat(restore(more))
        .isEqualTo(
            Reply.Problem.of(
                ProblemType.HISTORY_ALTERED,
                "The history of cluster 'mycluster' has been altered at entry "
                    + entry
                    + ", so nothing is restored from it. Verify it: GET"
                    + " /clusters/mycluster/history/verify"));
  }

  private List<String> onCluster() {
    return past.ocm.mirrors(Past.CLUSTER).stream()
        .map(mirror -> mirror.source() + " " + mirror.mirrors())
        .sorted()
        .toList();
  }

  private List<HistoryEntry> entries() {
    return past.store.entries(Past.CLUSTER);
  }

  private Json entry(int number) {
    return entries().get(number - 1).shown();
  }

  /// Writes entries with one mirror, with two, with another list for the first, and without
  /// mirrors.
  private void writeHistory() {
    past.creates("quay.io/a", "m.corp.com/a");
    past.creates("quay.io/b", "m.corp.com/b");
    past.edits("quay.io/a", "n.corp.com/a", "m.corp.com/a");
    past.deletes("quay.io/a");
    past.deletes("quay.io/b");
  }

  @Test
  void restoresTheSetAtAnEntry() {
    writeHistory();

    var body = body("\"to\": 3");

    assertThat(onCluster())
        .containsExactly("quay.io/a [n.corp.com/a, m.corp.com/a]", "quay.io/b [m.corp.com/b]");
    assertThat(body.at("messages").items())
        .containsExactly(
            Json.of("At entry 3 of 2026-01-02T03:06:05Z, cluster 'mycluster' had 2 image mirrors"),
            Json.of(
                "Image mirrors have been applied to cluster 'mycluster': 2 created, 0 updated, 0 deleted"));
    assertThat(body.at("restored_to"))
        .isEqualTo(
            Json.object()
                .put("number", 3)
                .put("time", "2026-01-02T03:06:05Z")
                .put("image_mirrors", 2)
                .build());
    assertThat(body.at("operation").at("kind")).isEqualTo(Json.of("apply"));
  }

  @Test
  void restoresTheSetAtATime() {
    writeHistory();

    assertThat(body("\"to\": \"2026-01-02T05:05:59+02:00\"").at("restored_to").at("number"))
        .isEqualTo(Json.of(2));
    assertThat(onCluster()).containsExactly("quay.io/a [m.corp.com/a]", "quay.io/b [m.corp.com/b]");
  }

  @Test
  void recordsTheRestoreInTheHistory() {
    writeHistory();

    body("\"to\": \"1\"");
    body("\"to\": 0, \"yes\": true, \"reason\": \"a bad night\"");

    assertThat(entry(6).at("reason")).isEqualTo(Json.of("restored to entry 1"));
    assertThat(entry(7).at("reason"))
        .isEqualTo(Json.of("restored to before the first entry: a bad night"));
    assertThat(onCluster()).isEmpty();
  }

  @Test
  void restoresTheSetBeforeARestore() {
    writeHistory();
    body("\"to\": 3");
    body("\"to\": 0, \"yes\": true");
    assertThat(onCluster()).isEmpty();

    body("\"to\": 7");

    assertThat(onCluster())
        .containsExactly("quay.io/a [n.corp.com/a, m.corp.com/a]", "quay.io/b [m.corp.com/b]");
  }

  @Test
  void plansWithoutAChange() {
    writeHistory();
    past.creates("quay.io/b", "n.corp.com/b");
    past.creates("quay.io/c", "m.corp.com/c");
    past.ocm.has(Past.CLUSTER, "quay.io/other", "m.corp.com/other");
    var there = onCluster();

    assertThat(plan("\"to\": 2"))
        .isEqualTo(
            """
            W: This change replaces the nodes of all the cluster's NodePools, minutes after it is accepted; changes made close together share one rollout
            I: At entry 2 of 2026-01-02T03:05:05Z, cluster 'mycluster' had 2 image mirrors
            I: + quay.io/a
            I:     + m.corp.com/a
            I: ~ quay.io/b
            I:     - n.corp.com/b
            I:     + m.corp.com/b
            I: - quay.io/c
            I:     - m.corp.com/c
            I:   quay.io/other (not managed by this stack: left unchanged)
            I: Plan for cluster 'mycluster': 1 to create, 1 to edit, 1 to delete, 0 unchanged
            """);
    assertThat(onCluster()).isEqualTo(there);
    assertThat(entries()).hasSize(7);
  }

  @Test
  void requiresConfirmationToDelete() {
    writeHistory();
    past.creates("quay.io/c", "m.corp.com/c");

    assertThat(restore("\"to\": 1"))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFIRMATION_NEEDED));
    assertThat(onCluster()).containsExactly("quay.io/c [m.corp.com/c]");

    body("\"to\": 1, \"yes\": true");
    assertThat(onCluster()).containsExactly("quay.io/a [m.corp.com/a]");
  }

  /// The cluster was changed by another tool: a mirror added, one edited, one deleted.
  @Test
  void restoresADriftedCluster() {
    past.creates("quay.io/a", "m.corp.com/a");
    past.creates("quay.io/b", "m.corp.com/b");
    past.creates("quay.io/c", "m.corp.com/c");
    var mirrors = past.ocm.mirrors(Past.CLUSTER);
    past.ocm.loses(Past.CLUSTER, mirrors.get(0).id());
    past.ocm.loses(Past.CLUSTER, mirrors.get(1).id());
    past.ocm.has(Past.CLUSTER, "quay.io/b", "evil.com/b");
    past.ocm.has(Past.CLUSTER, "quay.io/other", "m.corp.com/other");

    body("\"to\": 3");
    assertThat(onCluster())
        .containsExactly(
            "quay.io/a [m.corp.com/a]",
            "quay.io/b [m.corp.com/b]",
            "quay.io/c [m.corp.com/c]",
            "quay.io/other [m.corp.com/other]");

    body("\"to\": 3, \"exclusive\": true, \"yes\": true");
    assertThat(onCluster()).doesNotContain("quay.io/other [m.corp.com/other]").hasSize(3);
  }

  @Test
  void refusesAMomentInTheFuture() {
    writeHistory();

    assertInvalid("\"to\": 6", "is after the newest entry, which is 5");
    assertInvalid("\"to\": \"2026-01-02T03:09:06Z\"", "is in the future");
    assertThat(body("\"to\": \"2026-01-02T03:09:05Z\"").at("restored_to").at("number"))
        .isEqualTo(Json.of(5));
    assertThatThrownBy(() -> request("\"to\": \"yesterday\""))
        .isInstanceOf(Faults.class)
        .hasMessage(
            "to: must be the number of a history entry, or an ISO 8601 time such as"
                + " 2026-01-02T03:04:05Z");
    assertThatThrownBy(() -> request("\"yes\": true"))
        .hasMessage("to: Give the number of the history entry to restore, or a time");
  }

  @Test
  void refusesAnAlteredHistory() {
    writeHistory();
    past.store.stored =
        all -> {
          var changed = new ArrayList<>(all);
          var entry = all.get(1);
          var text = String.valueOf(entry.text()).replace("m.corp.com", "evil.com");
          changed.set(1, new StoredEntry(entry.number(), text, entry.hash(), entry.about()));
          return changed;
        };

    for (var to : List.of("0", "1", "2", "5")) {
      assertAltered("\"to\": " + to, 2);
    }
    assertThat(entries()).hasSize(5);
    assertThat(onCluster()).isEmpty();
  }

  @Test
  void refusesATruncatedHistory() {
    writeHistory();
    past.store.stored = all -> all.subList(0, 3);

    assertAltered("\"to\": 3", 4);
  }

  /// Another tool created the mirror, and it was edited by its ID.
  @Test
  void refusesASetThatIsNoLongerValid() {
    var id = past.ocm.has(Past.CLUSTER, "quay.io/odd:tag", "m.corp.com/odd").id();
    past.edits(id, "n.corp.com/odd");

    assertInvalid(
        "\"to\": 1",
        "had source 'quay.io/odd:tag' with mirrors that are no longer valid: source must not have a tag: leave"
            + " out ':tag'");
  }

  @Test
  void refusesClustersThatNoWriteAccepts() {
    writeHistory();
    past.ocm.add(new Cluster(Past.CLUSTER, "mycluster", "ext", "hibernating", true, "us-east-1"));

    for (var dryRun : List.of("", ", \"dry_run\": true")) {
      assertThat(restore("\"to\": 1" + dryRun))
          .isInstanceOfSatisfying(
              Reply.Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(ProblemType.CLUSTER_NOT_READY));
    }
  }

  @Test
  void requiresOcm() {
    writeHistory();
    past.ocm.answers("findCluster", new Answer.TryLater<>("503", null));
    assertThat(restore("\"to\": 1"))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UPSTREAM_UNAVAILABLE));

    past.ocm.forgets(Past.CLUSTER);
    assertThat(restore("\"to\": 1"))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.CLUSTER_NOT_FOUND));
  }

  @Test
  void hasOneEffectForAnIdempotencyKey() {
    writeHistory();
    var key = ", \"idempotency_key\": \"k\"";
    // The same key of an apply is a different key.
    var apply = new Write.Apply(new MirrorSet(List.of()), false, true, 0);
    past.submit(request("\"to\": 3" + key).options().request(apply));

    var first = body("\"to\": 3" + key);
    past.deletes("quay.io/a");
    var again = body("\"to\": 3, \"reason\": \"again\"" + key);

    assertThat(again.at("operation").at("id")).isEqualTo(first.at("operation").at("id"));
    assertThat(onCluster()).containsExactly("quay.io/b [m.corp.com/b]");
    // Both moments have the same set, but the requests differ.
    assertThat(restore("\"to\": \"2026-01-02T03:06:30Z\"" + key))
        .isInstanceOfSatisfying(
            Reply.Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
  }
}
