package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// The way to the tables, as the AWS client makes it: calls take time, fail before they are done
/// and after, and are made once more when their answer is lost.
final class FaultyTables extends TableCalls {
  /// How late a write can be that its caller gave up: seconds. The design bears more, since what
  /// follows a lost answer waits for a lease to end.
  private static final Duration LATEST = Duration.ofSeconds(5);

  /// What the client waits for at the most: for one attempt, and for all of them.
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Duration CALL = Duration.ofMillis(3_500);

  private final Calls calls;
  private final Chaos chaos;
  private int transactions;

  FaultyTables(DynamoDbClient tables, Calls calls, Chaos chaos) {
    super(tables);
    this.calls = calls;
    this.chaos = chaos;
  }

  @Override
  <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> tables) {
    if (chaos.strikes(Fault.STORE_FAILS)) {
      throw calls.failure(chaos.between(Duration.ZERO, CALL), FaultyTables::broken);
    }
    return calls.call(latency(), () -> tables.apply(request), latency());
  }

  @Override
  <Q extends DynamoDbRequest, A> A write(Q asked, Function<Q, A> tables) {
    var request = named(asked);
    Supplier<A> once = () -> tables.apply(request);
    if (chaos.strikes(Fault.STORE_FAILS)) {
      calls.tell("the store fails");
      throw calls.failure(chaos.between(Duration.ZERO, CALL), FaultyTables::broken);
    }
    if (chaos.strikes(Fault.STORE_CONFLICTS)) {
      throw calls.failure(latency(), () -> conflict(request));
    }
    if (chaos.strikes(Fault.STORE_LOSES_ANSWER)) {
      var _ = calls.call(latency(), () -> attempt(once), chaos.between(Duration.ZERO, CALL));
      calls.tell("the store's answer is lost");
      throw lost();
    }
    if (chaos.strikes(Fault.STORE_LATE)) {
      later(once, chaos.between(CALL, CALL.plus(LATEST)));
      calls.tell("the store will do this late");
      throw calls.failure(CALL, FaultyTables::lost);
    }
    if (chaos.strikes(Fault.STORE_REORDERS)) {
      later(once, chaos.between(ATTEMPT, ATTEMPT.plus(LATEST)));
      calls.tell("the client repeats what the store will do later");
      return calls.call(ATTEMPT.plus(latency()), once, latency());
    }
    if (chaos.strikes(Fault.STORE_REPEATS)) {
      var _ = calls.call(latency(), () -> attempt(once), chaos.millis(20, 2000));
      calls.tell("the client repeats what the store has done");
    }
    return calls.call(latency(), once, latency());
  }

  private void later(Supplier<?> once, Duration pause) {
    calls
        .scheduler()
        .after(
            pause,
            () -> {
              var _ = attempt(once);
            });
  }

  private Duration latency() {
    return chaos.strikes(Fault.STORE_SLOW) ? chaos.millis(100, 1000) : chaos.millis(1, 8);
  }

  /// Does it, whether that goes well or not.
  private static boolean attempt(Supplier<?> once) {
    try {
      var _ = once.get();
      return true;
    } catch (DynamoDbException _) {
      return false;
    }
  }

  /// The AWS client names a transaction that has no name, and keeps the name when it repeats it.
  @SuppressWarnings("unchecked")
  private <Q extends DynamoDbRequest> Q named(Q request) {
    return request instanceof TransactWriteItemsRequest transaction
            && transaction.clientRequestToken() == null
        ? (Q) transaction.toBuilder().clientRequestToken("transaction-" + ++transactions).build()
        : request;
  }

  private static RuntimeException broken() {
    return DynamoDbException.builder().message("internal server error").statusCode(500).build();
  }

  private static RuntimeException lost() {
    return SdkClientException.create("no answer in time");
  }

  private static RuntimeException conflict(DynamoDbRequest request) {
    return request instanceof TransactWriteItemsRequest
        ? TransactionCanceledException.builder()
            .message("Transaction cancelled")
            .statusCode(400)
            .cancellationReasons(
                List.of(CancellationReason.builder().code("TransactionConflict").build()))
            .build()
        : TransactionConflictException.builder()
            .message("Transaction is ongoing for the item")
            .statusCode(400)
            .build();
  }
}
