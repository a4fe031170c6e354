package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a store of lanes, records and history promises; every kind of store is held to it.
public abstract class StoreContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(300);
  private static final Cluster CLUSTER =
      new Cluster("c1", "mycluster", "ext-1", "ready", true, "us-east-1");
  private static final ImageMirror MIRROR =
      new ImageMirror("id-1", "a/b", List.of("m/b", "n/b"), NOW, LATER);

  private int ids;

  protected abstract Lanes lanes();

  protected abstract Records records();

  protected abstract History history();

  private static Write create() {
    return new Write.Create(new Source("a/b"), MirrorList.of("m/b", "n/b"));
  }

  private Operation operation(Write write) {
    return new Operation(
        "operation-" + ++ids,
        CLUSTER.id(),
        new ClusterKey("mycluster"),
        write,
        new Actor(Actor.Via.API, "arn:aws:iam::1:user/a", "1", "request"),
        NOW,
        "because",
        "us-east-1",
        null);
  }

  private Lane taken(Write write) {
    return taken(lanes().take(CLUSTER, operation(write), "run-" + ++ids, LATER));
  }

  private static Lane taken(Lanes.Taking taking) {
    assertThat(taking).isInstanceOf(Lanes.Taking.Taken.class);
    return ((Lanes.Taking.Taken) taking).lane();
  }

  private static Lanes.Taking.Held held(Lanes.Taking taking) {
    assertThat(taking).isInstanceOf(Lanes.Taking.Held.class);
    return (Lanes.Taking.Held) taking;
  }

  private boolean close(Lane lane, Outcome outcome) {
    var content = Entries.content(lane.operation(), outcome, NOW, "ocm-1");
    return lanes().close(lane, outcome, HistoryEntry.after(lane.head(), content));
  }

  private void did(Write write, Outcome outcome) {
    assertThat(close(taken(write), outcome)).isTrue();
  }

  @Test
  void givesAFreeLaneWithTheHeadOfAHistoryThatHasNotBegun() {
    var operation = operation(create());

    var lane = taken(lanes().take(CLUSTER, operation, "run", LATER));

    assertThat(lane).isEqualTo(new Lane(operation, "run", LATER, Head.START, false));
  }

  @Test
  void tellsTheLoserWhoHoldsTheLane() {
    var first = operation(new Write.Edit(new MirrorKey("a/b"), MirrorList.of("x/y"), null, "v"));
    lanes().take(CLUSTER, first, "run", LATER);

    var taking = lanes().take(CLUSTER, operation(create()), "other", LATER);

    assertThat(taking).isEqualTo(new Lanes.Taking.Held(first, "run", LATER));
  }

  @Test
  void keepsTheLanesOfClustersApart() {
    taken(create());
    var other = new Cluster("c2", "other", null, "ready", true, null);
    var operation = operation(create());
    var there =
        new Operation(
            operation.id(),
            "c2",
            operation.clusterKey(),
            operation.write(),
            operation.actor(),
            NOW,
            null,
            "us-east-1",
            null);

    assertThat(taken(lanes().take(other, there, "run", LATER)).operation()).isEqualTo(there);
  }

  @Test
  void letsOneOfManyTakersWin() throws Exception {
    var results = new ArrayList<Lanes.Taking>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var operations = LongStream.range(0, 16).mapToObj(_ -> operation(create())).toList();
      var futures =
          operations.stream()
              .map(operation ->
                  executor.submit(
                      () -> lanes().take(CLUSTER, operation, "run-" + operation.id(), LATER)))
              .toList();
      for (var future : futures) {
        results.add(future.get());
      }
    }

    assertThat(results.stream().filter(Lanes.Taking.Taken.class::isInstance)).hasSize(1);
  }

  @Test
  void handsOverWhatWasLeftAndOnlyAsItWasSeen() {
    var lane = taken(create());
    lanes().leave(lane);

    var seen = held(lanes().take(CLUSTER, operation(create()), "next", LATER));
    var resumed = taken(lanes().takeOver(seen, "next", LATER));

    assertThat(seen.leaseUntil()).isEqualTo(Instant.EPOCH);
    assertThat(resumed).isEqualTo(new Lane(lane.operation(), "next", LATER, Head.START, true));
    assertThat(lanes().takeOver(seen, "third", LATER)).isInstanceOf(Lanes.Taking.Held.class);
    assertThat(close(lane, new Outcome.Created(MIRROR))).isFalse();
    assertThat(records().of("c1").mirrors()).isEmpty();
    assertThat(close(resumed, new Outcome.Created(MIRROR))).isTrue();
  }

  @Test
  void leavesAloneWhatSomebodyElseHasTakenOver() {
    var lane = taken(create());
    lanes().leave(lane);
    var seen = held(lanes().take(CLUSTER, operation(create()), "next", LATER));
    taken(lanes().takeOver(seen, "next", LATER));

    lanes().leave(lane);

    assertThat(held(lanes().take(CLUSTER, operation(create()), "x", LATER)).leaseUntil())
        .isEqualTo(LATER);
  }

  @Test
  void closesOnceAndFreesTheLane() {
    var lane = taken(create());

    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(records().of("c1")).isEqualTo(new Records.Recorded(List.of(MIRROR), NOW));

    var next = taken(create());
    assertThat(next.head().number()).isEqualTo(1);
    // A repeat after a lost answer: what it asks for was done, and is not done again.
    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(history().read("c1", null, 0, 10).entries()).hasSize(1);
    assertThat(close(next, new Outcome.Unchanged(MIRROR))).isTrue();
  }

  @Test
  void recordsWhatTheClusterHasAfterEachOutcome() {
    var edited = new ImageMirror("id-1", "a/b", List.of("x/y"), NOW, LATER);

    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.SourceExists(edited)));
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(create(), new Outcome.Updated(MIRROR, edited));
    assertThat(records().of("c1").mirrors()).containsExactly(edited);

    did(create(), new Outcome.Unchanged(MIRROR));
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(new Write.Delete(new MirrorKey("id-1"), true, null), new Outcome.Deleted(null));
    assertThat(records().of("c1").mirrors()).isEmpty();
  }

  @Test
  void dropsTheRecordOfWhatADeleteDoesNotFind() {
    did(create(), new Outcome.Created(MIRROR));
    var gone = new Outcome.Refused(new Refusal.MirrorNotFound());

    did(new Write.Edit(new MirrorKey("id-1"), MirrorList.of("x/y"), null, null), gone);
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(new Write.Delete(new MirrorKey("id-1"), true, null), gone);
    assertThat(records().of("c1").mirrors()).isEmpty();
  }

  @Test
  void knowsTheClustersThatWereWrittenTo() {
    taken(create());

    for (var key : List.of("c1", "mycluster", "ext-1")) {
      assertThat(records().clusters(new ClusterKey(key)))
          .extracting(Cluster::id)
          .containsExactly("c1");
    }
    assertThat(records().clusters(new ClusterKey("other"))).isEmpty();
    assertThat(records().of("other")).isEqualTo(new Records.Recorded(List.of(), null));
  }

  @Test
  void givesTheHistoryInPagesInItsOrder() {
    for (var i = 0; i < 5; i++) {
      did(create(), new Outcome.Created(MIRROR));
    }

    var first = history().read("c1", null, 0, 2);
    var rest = history().read("c1", null, 2, 3);

    assertThat(first.entries()).extracting(HistoryEntry::number).containsExactly(1L, 2L);
    assertThat(first.next()).isEqualTo(2);
    assertThat(rest.entries()).extracting(HistoryEntry::number).containsExactly(3L, 4L, 5L);
    assertThat(rest.next()).isNull();
    assertThat(history().read("c1", null, 5, 10)).isEqualTo(new History.Page(List.of(), null));
    assertThat(history().read("other", null, 0, 10).entries()).isEmpty();
  }

  @Test
  void givesNoMoreInAPageThanAReplyCanHold() {
    var list = IntStream.range(0, 255).mapToObj(i -> "m.corp.com/" + "x".repeat(230) + i).toList();
    var large = new ImageMirror("id-1", "a/b", list, NOW, NOW);
    for (var i = 0; i < 20; i++) {
      did(create(), new Outcome.Updated(large, large));
    }

    var numbers = new ArrayList<Long>();
    var page = history().read("c1", null, 0, 100);
    assertThat(page.next()).isNotNull();
    for (var next = page.next(); ; next = page.next()) {
      assertThat(page.entries().stream().mapToInt(entry -> entry.text().length()).sum())
          .isLessThanOrEqualTo(2_000_000);
      page.entries().forEach(entry -> numbers.add(entry.number()));
      if (next == null) {
        break;
      }
      page = history().read("c1", null, next, 100);
    }
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void knowsWhenAnOperationLastEndedThoughNothingIsLeft() {
    did(create(), new Outcome.Created(MIRROR));
    did(new Write.Delete(new MirrorKey("id-1"), true, null), new Outcome.Deleted(MIRROR));

    assertThat(records().of("c1")).isEqualTo(new Records.Recorded(List.of(), NOW));
  }

  @Test
  void givesTheHistoryOfOneMirrorByIdAndBySource() {
    var other = new ImageMirror("id-2", "c/d", List.of("m/d"), NOW, NOW);
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Created(other));
    did(create(), new Outcome.Unchanged(MIRROR));

    for (var key : List.of("id-1", "a/b")) {
      assertThat(history().read("c1", key, 0, 10).entries())
          .extracting(HistoryEntry::number)
          .containsExactly(1L, 3L);
    }
    assertThat(history().read("c1", "id-1", 0, 1).next()).isEqualTo(1);
    assertThat(history().read("c1", "id-1", 1, 1)).extracting(History.Page::next).isNull();
  }

  @Test
  void chainsEachEntryToTheOneBefore() {
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.ClusterNotHosted()));

    var entries = history().read("c1", null, 0, 10).entries();

    assertThat(entries.get(1).shown().at("previous_hash").asText())
        .isEqualTo(entries.get(0).hash());
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.hash()).isEqualTo(HistoryEntry.sha256(entry.text())));
  }
}
