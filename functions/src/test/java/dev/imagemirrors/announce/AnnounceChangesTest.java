package dev.imagemirrors.announce;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.event.StreamRecord;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.LongHistory;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.lane.Checkpointing;
import dev.imagemirrors.lane.Verification;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnounceChangesTest {
  private final List<String> announced = new ArrayList<>();
  private final List<Json> details = new ArrayList<>();
  private final FakeStore store = new FakeStore();
  private final AnnounceChanges changes =
      new AnnounceChanges(
          new ClusterLookup(new FakeOcm(), store, new Unwatched()),
          store,
          store,
          this::announce,
          new Checkpointing(
              new Verification(
                  store, store, Deadline.in(new VirtualTime(), Duration.ofSeconds(50))),
              store),
          new Unwatched() {
            @Override
            public void unannounced(String clusterId, String number, String why) {
              reported.add(number + " not announced: " + why);
            }

            @Override
            public void noCheckpoint(String clusterId, long number, String why) {
              reported.add(number + " has no checkpoint: " + why);
            }

            @Override
            public void altered(String clusterId, String number, boolean removed) {
              reported.add(number + (removed ? " removed" : " modified"));
            }
          });

  private final List<String> reported = new ArrayList<>();

  /// What the bus makes of the next announcements; it takes the others.
  private final Deque<Announcements.Result> results = new ArrayDeque<>();

  private List<Announcements.Result> announce(List<Announcements.Announcement> announcements) {
    return announcements.stream()
        .map(announcement -> {
          announced.add(announcement.detailType());
          details.add(announcement.detail());
          stubs.add(announcement.stub());
          return requireNonNullElse(results.poll(), new Announcements.Result.Announced());
        })
        .toList();
  }

  private final List<Json> stubs = new ArrayList<>();

  private static HistoryEntry entry(String outcome) {
    return HistoryEntry.after(
        Head.START,
        Json.object()
            .put("operation_id", "op1")
            .put("outcome", outcome)
            .put("before", Json.object().put("id", "old").build())
            .put(
                "after",
                outcome.equals("deleted") ? Json.Null.NULL : Json.object().put("id", "new").build())
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "created,Image Mirror Created",
    "updated,Image Mirror Updated",
    "deleted,Image Mirror Deleted",
    "refused,Image Mirror Operation Failed",
    "failed,Image Mirror Operation Failed"
  })
  void announcesAnEntryByItsOutcome(String outcome, String type) {
    assertThat(changes.handle(List.of(new StreamRecord.Inserted(entry(outcome))))).isEqualTo(1);

    assertThat(announced).containsExactly(type);
    var detail = details.getFirst();
    assertThat(detail.at("operation_id").asText()).isEqualTo("op1");
    assertThat(detail.at("number")).isEqualTo(Json.of(1));
    assertThat(detail.at("hash").asText()).isEqualTo(entry(outcome).hash());
    assertThat(detail.at("image_mirror").at("id").asText())
        .isEqualTo(outcome.equals("deleted") ? "old" : "new");
  }

  @Test
  void ignoresEntriesThatChangedNothing() {
    assertThat(
            changes.handle(
                List.of(new StreamRecord.Inserted(entry("unchanged")), new StreamRecord.Other())))
        .isEqualTo(2);

    assertThat(announced).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void goesOnAfterAnEntryThatTheBusNeverTakes() {
    results.add(new Announcements.Result.Rejected("access denied"));

    assertThat(
            changes.handle(
                List.of(
                    new StreamRecord.Inserted(entry("created")),
                    new StreamRecord.Inserted(entry("updated")))))
        .isEqualTo(2);

    assertThat(announced).hasSize(2);
    assertThat(reported).containsExactly("1 not announced: access denied");
  }

  @Test
  void comesBackToAnEntryThatTheBusCannotTakeNow() {
    results.add(new Announcements.Result.Announced());
    results.add(new Announcements.Result.Unavailable("throttled"));

    assertThat(
            changes.handle(
                List.of(
                    new StreamRecord.Inserted(entry("created")),
                    new StreamRecord.Inserted(entry("unchanged")),
                    new StreamRecord.Inserted(entry("updated")),
                    new StreamRecord.Inserted(entry("deleted")))))
        .isEqualTo(2);

    assertThat(reported).isEmpty();
  }

  @Test
  void announcesAStubOfALargeEntry() {
    var large =
        HistoryEntry.after(
            Head.START,
            Json.object()
                .put("cluster_id", "c1")
                .put("operation_id", "op1")
                .put("outcome", "created")
                .put("refusal", "x".repeat(300_000))
                .build());

    changes.handle(List.of(new StreamRecord.Inserted(large)));

    var stub = stubs.getFirst();
    assertThat(JsonWriter.write(stub)).hasSizeLessThan(1_000);
    assertThat(stub.at("number")).isEqualTo(Json.of(1));
    assertThat(stub.at("operation_id").asText()).isEqualTo("op1");
    assertThat(stub.at("hash").asText()).isEqualTo(large.hash());
    assertThat(stub.at("truncated")).isEqualTo(Json.of(true));
    assertThat(stub.at("message").asText())
        .endsWith("GET /clusters/c1/history?order=asc&after=0&limit=1");
  }

  @Test
  void announcesAndReportsAnEntryThatWasChangedOrRemoved() {
    assertThat(
            changes.handle(
                List.of(
                    new StreamRecord.Altered("c1", "7", false),
                    new StreamRecord.Altered("c1", "8", true))))
        .isEqualTo(2);

    assertThat(announced)
        .containsExactly("Image Mirror History Altered", "Image Mirror History Altered");
    assertThat(details)
        .extracting(detail -> detail.at("number").asLong(0) + " " + detail.at("change").asText())
        .containsExactly("7 modified", "8 removed");
    assertThat(reported).containsExactly("7 modified", "8 removed");
  }

  @Test
  void goesOnAfterAnItemThatIsNotAnEntry() {
    assertThat(changes.handle(List.of(new StreamRecord.Foreign("c1", "1.5")))).isEqualTo(1);

    assertThat(announced).isEmpty();
    assertThat(reported).containsExactly("1.5 not announced: it is not an entry of a history");
  }

  @Test
  void announcesAnEntryWhoseOperationCannotBeRead() {
    store.damage("op1");
    var refused =
        HistoryEntry.after(
            Head.START,
            Json.object()
                .put("operation_id", "op1")
                .put("outcome", "failed")
                .put("refusal", "it was given up")
                .build());

    assertThat(changes.handle(List.of(new StreamRecord.Inserted(refused)))).isEqualTo(1);

    assertThat(announced).containsExactly("Image Mirror Operation Failed");
  }

  private void writeHistory(List<HistoryEntry> entries) {
    entries.forEach(entry -> store.append("c1", entry));
  }

  private StreamRecord inserted(int number) {
    return new StreamRecord.Inserted(store.entries("c1").get(number - 1));
  }

  @Test
  void addsTheCheckpointOfAnEntry() {
    writeHistory(LongHistory.of("c1", 1_002, LongHistory::time));

    assertThat(changes.handle(List.of(inserted(999)))).isEqualTo(1);
    assertThat(store.newest("c1", 5_000)).isEmpty();
    assertThat(changes.handle(List.of(inserted(1_000), inserted(1_001)))).isEqualTo(2);

    assertThat(store.newest("c1", 5_000).orElseThrow().head())
        .isEqualTo(store.entries("c1").get(999).head());
    assertThat(announced).hasSize(3);
    assertThat(reported).isEmpty();
  }

  @Test
  void announcesAnEntryWhoseCheckpointFails() {
    writeHistory(LongHistory.of("c1", 1_000, LongHistory::time));
    store.stored =
        _ -> {
          throw new StoreUnavailable(new IllegalStateException("down"));
        };

    assertThat(changes.handle(List.of(inserted(1_000)))).isEqualTo(1);

    assertThat(announced).hasSize(1);
    assertThat(reported).hasSize(1);
    assertThat(reported.getFirst()).startsWith("1000 has no checkpoint: ").contains("down");
  }

  @Test
  void addsNoCheckpointOfAnAlteredHistory() {
    writeHistory(LongHistory.of("c1", 1_000, LongHistory::time));
    store.stored = all -> all.subList(1, all.size());

    assertThat(changes.handle(List.of(inserted(1_000)))).isEqualTo(1);

    assertThat(announced).hasSize(1);
    assertThat(reported)
        .containsExactly("1000 has no checkpoint: the history before it has been altered");
  }

  /// An entry is announced again when the bus takes it; only then is its checkpoint due.
  @Test
  void addsNoCheckpointOfAnEntryThatComesAgain() {
    writeHistory(LongHistory.of("c1", 1_000, LongHistory::time));
    results.add(new Announcements.Result.Unavailable("throttled"));

    assertThat(changes.handle(List.of(inserted(1_000)))).isZero();

    assertThat(store.newest("c1", 5_000)).isEmpty();
  }
}
