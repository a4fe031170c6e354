package dev.imagemirrors.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.event.StreamRecord;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.Unwatched;
import java.util.ArrayList;
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
          (type, detail) -> {
            announced.add(type);
            details.add(detail);
          });

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
    assertThat(changes.handle(new StreamRecord.Inserted(entry(outcome)))).isTrue();

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
    assertThat(changes.handle(new StreamRecord.Inserted(entry("unchanged")))).isTrue();
    assertThat(changes.handle(new StreamRecord.Other())).isTrue();

    assertThat(announced).isEmpty();
  }
}
