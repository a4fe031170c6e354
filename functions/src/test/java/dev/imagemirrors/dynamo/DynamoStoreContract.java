package dev.imagemirrors.dynamo;

import dev.imagemirrors.history.History;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.StoreContract;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What a store promises, of the stores in DynamoDB: on two tables that are empty.
public abstract class DynamoStoreContract extends StoreContract {
  protected abstract DynamoDbClient client();

  protected abstract Tables tables();

  @Override
  protected Lanes lanes() {
    return new DynamoLanes(client(), tables());
  }

  @Override
  protected Operations operations() {
    return new DynamoOperations(client(), tables(), Duration.ofDays(7));
  }

  @Override
  protected Records records() {
    return new DynamoRecords(client(), tables());
  }

  @Override
  protected History history() {
    return new DynamoHistory(client(), tables());
  }
}
