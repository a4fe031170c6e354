package dev.imagemirrors.dynamo;

import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The tables for one invocation. No call takes longer than the time that is left, so that the
/// invocation replies in time even when the tables are slow.
public final class TimedTables implements DynamoDbClient {
  /// The maximum duration of a call, with all its attempts.
  public static final Duration LONGEST = Duration.ofMillis(3_500);

  /// How long an invocation may run beyond its deadline.
  private static final Duration BEYOND = Duration.ofMillis(800);

  /// The minimum time for a call, so that a fast one succeeds even after the deadline.
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final DynamoDbClient tables;
  private final Deadline answering;

  public TimedTables(DynamoDbClient tables, Deadline deadline) {
    this.tables = tables;
    this.answering = deadline.keeping(BEYOND.negated());
  }

  @SuppressWarnings("unchecked")
  private <Q extends DynamoDbRequest, A> A call(Q request, Function<Q, A> call) {
    var left = answering.remaining();
    if (left.compareTo(LONGEST) >= 0) {
      return call.apply(request);
    }
    var limit = left.compareTo(SHORTEST) > 0 ? left : SHORTEST;
    var limited =
        request.toBuilder()
            .overrideConfiguration(
                AwsRequestOverrideConfiguration.builder().apiCallTimeout(limit).build())
            .build();
    return call.apply((Q) limited);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /// Does nothing: the client is shared.
  @Override
  public void close() {}

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return call(request, tables::getItem);
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return call(request, tables::batchGetItem);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return call(request, tables::query);
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return call(request, tables::putItem);
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return call(request, tables::updateItem);
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return call(request, tables::deleteItem);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return call(request, tables::transactWriteItems);
  }
}
