package dev.imagemirrors.simulation;

import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.History;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.StoreContract;
import java.time.Duration;
import java.util.List;

/// Runs the contract of the stores on the simulated tables.
class SimulatedTablesTest extends StoreContract {
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);

  private final SimulatedTables tables = new SimulatedTables(() -> 0, () -> 0, List.of());

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
}
