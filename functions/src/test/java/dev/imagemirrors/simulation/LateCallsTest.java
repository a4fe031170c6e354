package dev.imagemirrors.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/// The AWS client repeats a call whose answer is lost, and the store may carry the first one out
/// after that: when others have worked on.
class LateCallsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Cluster CLUSTER = new Cluster("c1", "mycluster", null, "ready", true, null);
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);

  private final SimulatedTables tables = new SimulatedTables(() -> 0, () -> 0, List.of());
  private final DynamoLanes lanes = new DynamoLanes(tables, NAMES);
  private final DynamoOperations operations =
      new DynamoOperations(tables, NAMES, Duration.ofDays(7));

  /// Keeps the last write that was asked for, to be done once more.
  private final class Remembering extends TableCalls {
    private Runnable last = () -> {};

    Remembering() {
      super(tables);
    }

    @Override
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
      last =
          () -> {
            var _ = onwards.apply(request);
          };
      return onwards.apply(request);
    }
  }

  @Test
  void dropsFromTheLineWhatWasPutThereOnceMoreAfterItEnded() {
    var client = new Remembering();
    var waiting = waiting("first");
    assertThat(new DynamoLanes(client, NAMES).join(CLUSTER, waiting, NOW)).isTrue();
    refuse(lanes.takeTurn("c1", "first", "run-1", NOW).orElseThrow());

    client.last.run();
    assertThat(lanes.state("c1").queue()).containsExactly("first");
    assertThat(lanes.takeTurn("c1", "first", "run-2", NOW)).isEmpty();

    assertThat(lanes.state("c1").queue()).isEmpty();
    assertThat(lanes.state("c1").inFlight()).isNull();
  }

  @Test
  void freesTheLaneThatWasTakenOnceMoreAfterItsOperationEnded() {
    var client = new Remembering();
    var operation = waiting("first").operation();
    var taking = new DynamoLanes(client, NAMES).take(CLUSTER, operation, "run-1", NOW);
    refuse(((Lanes.Taking.Taken) taking).lane());

    client.last.run();
    var inFlight = requireNonNull(lanes.state("c1").inFlight());
    assertThat(lanes.takeOver("c1", inFlight, "run-2", NOW)).isEmpty();

    assertThat(lanes.state("c1").inFlight()).isNull();
    assertThat(operations.unfinished()).isEmpty();
  }

  private void refuse(Lane lane) {
    var outcome = new Outcome.Refused(new Refusal.MirrorNotFound());
    var content = Json.object().put("time", NOW.toString()).build();
    var entry = HistoryEntry.after(lane.head(), content);
    var ended =
        new Status(
            lane.operation(),
            dev.imagemirrors.operation.State.FAILED,
            lane.progress(),
            1,
            null,
            null,
            outcome);
    assertThat(lanes.close(lane, ended, outcome, entry)).isEqualTo(new Lanes.Closing.Closed());
  }

  private static Status waiting(String id) {
    var request =
        new Request(
            new ClusterKey("mycluster"),
            new Write.Create(new Source("a/b"), MirrorList.of("m/b")),
            new Actor(Actor.Via.API, "pat", "1", "request"),
            null,
            "us-east-1",
            null,
            false,
            null);
    return Status.running(new Operation(id, "c1", request, NOW, NOW.plusSeconds(60)));
  }
}
