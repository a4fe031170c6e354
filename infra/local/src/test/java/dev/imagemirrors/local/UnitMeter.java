package dev.imagemirrors.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/// Counts the units that calls to AWS use, for each port that they are sent to. It sees every
/// client in this process, so also those of the functions.
///
/// DynamoDB Local reports the capacity of a call by DynamoDB's rules, but none for a read that
/// finds nothing and none for a write whose condition fails. DynamoDB charges those at least as
/// follows.
public final class UnitMeter implements ExecutionInterceptor {
  private static final double SMALLEST_READ = 0.5;
  private static final double SMALLEST_CONSISTENT_READ = 1;
  private static final double SMALLEST_WRITE = 1;
  private static final double TRANSACTIONAL = 2;

  private static final Map<Integer, Counts> PORTS = new ConcurrentHashMap<>();

  private static final class Counts {
    private final Map<Unit, DoubleAdder> sums = new ConcurrentHashMap<>();

    void add(Unit unit, double count) {
      sums.computeIfAbsent(unit, _ -> new DoubleAdder()).add(count);
    }
  }

  /// Begins to count the calls to a port.
  static void watch(int port) {
    PORTS.put(port, new Counts());
  }

  static void ignore(int port) {
    PORTS.remove(port);
  }

  /// The units used by calls to a port so far.
  static Units used(int port) {
    var counts = PORTS.get(port);
    if (counts == null) {
      throw new IllegalStateException("port " + port + " is not watched");
    }
    var all = new ConcurrentHashMap<Unit, Double>();
    counts.sums.forEach((unit, sum) -> all.put(unit, sum.sum()));
    return new Units(all);
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (PORTS.isEmpty()) {
      return context.request();
    }
    var all = ReturnConsumedCapacity.TOTAL;
    return switch (context.request()) {
      case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(all).build();
      case UpdateItemRequest update -> update.toBuilder().returnConsumedCapacity(all).build();
      case DeleteItemRequest delete -> delete.toBuilder().returnConsumedCapacity(all).build();
      case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(all).build();
      case QueryRequest query -> query.toBuilder().returnConsumedCapacity(all).build();
      case BatchGetItemRequest batch -> batch.toBuilder().returnConsumedCapacity(all).build();
      case TransactWriteItemsRequest writes ->
          writes.toBuilder().returnConsumedCapacity(all).build();
      case SdkRequest other -> other;
    };
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    var counts = PORTS.get(context.httpRequest().port());
    if (counts == null) {
      return;
    }
    switch (context.request()) {
      case PutEventsRequest events -> counts.add(Unit.CUSTOM_EVENTS, events.entries().size());
      case SqsRequest _ -> counts.add(Unit.SQS_REQUESTS, 1);
      case SdkRequest request -> dynamo(request, context.response(), counts);
    }
  }

  private static void dynamo(SdkRequest request, SdkResponse response, Counts counts) {
    switch (response) {
      case PutItemResponse put -> counts.add(Unit.WRITE_UNITS, units(put.consumedCapacity()));
      case UpdateItemResponse update ->
          counts.add(Unit.WRITE_UNITS, units(update.consumedCapacity()));
      case DeleteItemResponse delete ->
          counts.add(Unit.WRITE_UNITS, units(delete.consumedCapacity()));
      case TransactWriteItemsResponse writes ->
          counts.add(Unit.WRITE_UNITS, units(writes.consumedCapacity()));
      case GetItemResponse get ->
          counts.add(Unit.READ_UNITS, read(request, get.consumedCapacity()));
      case QueryResponse query ->
          counts.add(Unit.READ_UNITS, read(request, query.consumedCapacity()));
      case BatchGetItemResponse batch ->
          counts.add(Unit.READ_UNITS, units(batch.consumedCapacity()));
      case SdkResponse other -> {
        if (other.getClass().getPackageName().contains("dynamodb")) {
          throw new IllegalStateException("the meter does not know " + other.getClass());
        }
      }
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    var counts = context.httpRequest().map(request -> PORTS.get(request.port())).orElse(null);
    if (counts == null) {
      return;
    }
    if (context.exception() instanceof ConditionalCheckFailedException) {
      counts.add(Unit.WRITE_UNITS, SMALLEST_WRITE);
    } else if (context.exception() instanceof TransactionCanceledException
        && context.request() instanceof TransactWriteItemsRequest writes) {
      counts.add(Unit.WRITE_UNITS, TRANSACTIONAL * writes.transactItems().size());
    } else if (context.request() instanceof SqsRequest) {
      counts.add(Unit.SQS_REQUESTS, 1);
    }
  }

  private static double read(SdkRequest request, ConsumedCapacity capacity) {
    var isConsistent =
        switch (request) {
          case GetItemRequest get -> get.consistentRead();
          case QueryRequest query -> query.consistentRead();
          case SdkRequest _ -> null;
        };
    return Math.max(
        units(capacity),
        Boolean.TRUE.equals(isConsistent) ? SMALLEST_CONSISTENT_READ : SMALLEST_READ);
  }

  private static double units(List<ConsumedCapacity> capacities) {
    return capacities.stream().mapToDouble(UnitMeter::units).sum();
  }

  private static double units(ConsumedCapacity capacity) {
    return capacity.capacityUnits();
  }
}
