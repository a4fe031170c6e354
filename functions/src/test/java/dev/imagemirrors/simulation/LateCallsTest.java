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
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.QueuePlace;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/// The AWS client repeats a call whose response is lost, and the store may carry out the first call
/// after that, when other callers have moved on.
class LateCallsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Cluster CLUSTER = new Cluster("c1", "mycluster", null, "ready", true, null);
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);

  private static final QueuePlace FIRST = QueuePlace.of(waiting("first").operation());

  private final SimulatedTables tables = new SimulatedTables(() -> 0);
  private final DynamoLanes lanes = new DynamoLanes(tables, NAMES);
  private final DynamoOperations operations =
      new DynamoOperations(tables, NAMES, Duration.ofDays(7));

  /// Remembers the last write, so that a test can repeat it.
  private final class RecordingTables extends TableCalls {
    private Runnable last = () -> {};

    RecordingTables() {
      super(tables);
    }

    @Override
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables) {
      last =
          () -> {
            var _ = tables.apply(request);
          };
      return tables.apply(request);
    }
  }

  @Test
  void dropsALateDuplicateOfAnEndedOperationFromTheQueue() {
    knowsTheCluster();
    var client = new RecordingTables();
    var waiting = waiting("first");
    assertThat(new DynamoLanes(client, NAMES).join(CLUSTER, waiting, NOW))
        .isEqualTo(new Lanes.Joining.Joined());
    refuse(lanes.takeTurn("c1", FIRST, "holder-1", NOW).orElseThrow());

    client.last.run();
    assertThat(lanes.state("c1").queue()).containsExactly("first");
    assertThat(lanes.takeTurn("c1", FIRST, "holder-2", NOW)).isEmpty();

    assertThat(lanes.state("c1").queue()).isEmpty();
    assertThat(lanes.state("c1").inFlight()).isNull();
  }

  /// A full queue has refused it, and it is not written down any more.
  @Test
  void dropsALateDuplicateThatAFullQueueHadRefused() {
    assertThat(lanes.join(CLUSTER, waiting("first"), NOW)).isEqualTo(new Lanes.Joining.Joined());
    var _ =
        tables.deleteItem(delete ->
            delete
                .tableName(NAMES.mirrors())
                .key(
                    Map.of(
                        "pk", AttributeValue.fromS("OPERATION#first"),
                        "sk", AttributeValue.fromS("OPERATION"))));

    assertThat(lanes.takeTurn("c1", FIRST, "holder-1", NOW)).isEmpty();

    assertThat(lanes.state("c1").queue()).isEmpty();
  }

  @Test
  void freesALaneThatALateDuplicateTookForAnEndedOperation() {
    knowsTheCluster();
    var client = new RecordingTables();
    var operation = waiting("first").operation();
    var taking = new DynamoLanes(client, NAMES).take(CLUSTER, operation, "holder-1", NOW);
    refuse(((Lanes.Taking.Taken) taking).lane());

    client.last.run();
    var inFlight = requireNonNull(lanes.state("c1").inFlight());
    assertThat(lanes.takeOver("c1", inFlight, "holder-2", NOW)).isEmpty();

    assertThat(lanes.state("c1").inFlight()).isNull();
    assertThat(operations.unfinished()).isEmpty();
  }

  /// The first write of a cluster is followed by another one, of its names.
  private void knowsTheCluster() {
    var taking = lanes.take(CLUSTER, waiting("earlier").operation(), "holder-0", NOW);
    refuse(((Lanes.Taking.Taken) taking).lane());
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
            new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")),
            new Actor(Actor.Via.API, "pat", "1", "request"),
            null,
            "us-east-1",
            null,
            false,
            null);
    return Status.running(new Operation(id, "c1", request, NOW, NOW.plusSeconds(60)));
  }
}
