package dev.imagemirrors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.dynamo.DynamoCheckpoints;
import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Filter;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.StoreContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the contract of the stores on the simulated tables.
class SimulatedTablesTest extends StoreContract {
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);

  private final AtomicLong indexLag = new AtomicLong();
  private final SimulatedTables tables =
      new SimulatedTables(
          () -> 0,
          Lag.ofIndex(() -> Duration.ofNanos(indexLag.get())),
          PartitionLimits.none(),
          List.of());

  @Override
  protected Lanes lanes() {
    return new DynamoLanes(tables, NAMES);
  }

  @Override
  protected Operations operations() {
    return new DynamoOperations(tables, NAMES, Duration.ofDays(7));
  }

  @Override
  protected Records records() {
    return new DynamoRecords(tables, NAMES);
  }

  @Override
  protected History history() {
    return new DynamoHistory(tables, NAMES);
  }

  @Override
  protected Checkpoints checkpoints() {
    return new DynamoCheckpoints(tables, NAMES);
  }

  /// An index is updated after its table, and a reader must find the entry of its own write.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsTheEntriesOfAMirrorThatAnIndexDoesNotHaveYet(boolean oldestFirst) {
    indexLag.set(1);
    for (var i = 0; i < 10; i++) {
      assertThat(closing(taken(create()), created())).isInstanceOf(Lanes.Closing.Closed.class);
    }

    for (var key : List.of("id-1", "a/b")) {
      assertThat(
              history()
                  .read("c1", new Selection(oldestFirst, 0, key, Filter.NONE), null, 100)
                  .entries())
          .hasSize(10);
    }
  }
}
