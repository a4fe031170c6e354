package dev.imagemirrors.simulation;

import dev.imagemirrors.dynamo.TimedTables;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
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

  /// What the client waits for at the most for one attempt; and a part of what is then left.
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Duration REST = Duration.ofMillis(500);

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
    var lifetime = lifetime(request);
    if (chaos.strikes(Fault.STORE_FAILS)) {
      throw calls.failure(chaos.between(Duration.ZERO, lifetime), FaultyTables::broken);
    }
    return within(lifetime, () -> tables.apply(request));
  }

  /// How long the client waits.
  private static Duration lifetime(DynamoDbRequest request) {
    return request
        .overrideConfiguration()
        .flatMap(RequestOverrideConfiguration::apiCallTimeout)
        .orElse(TimedTables.LONGEST);
  }

  /// What takes longer than the client waits is done all the same.
  private <A> A within(Duration lifetime, Supplier<A> once) {
    var there = latency();
    var back = latency();
    if (there.plus(back).compareTo(lifetime) <= 0) {
      return calls.call(there, once, back);
    }
    later(once, there);
    calls.tell("the store takes longer than there is time");
    throw calls.failure(lifetime, FaultyTables::lost);
  }

  @Override
  <Q extends DynamoDbRequest, A> A write(Q asked, Function<Q, A> tables) {
    var request = named(asked);
    var lifetime = lifetime(request);
    Supplier<A> once = () -> tables.apply(request);
    if (chaos.strikes(Fault.STORE_FAILS)) {
      calls.tell("the store fails");
      throw calls.failure(chaos.between(Duration.ZERO, lifetime), FaultyTables::broken);
    }
    if (chaos.strikes(Fault.STORE_CONFLICTS)) {
      throw calls.failure(shorter(latency(), lifetime), () -> conflict(request));
    }
    if (chaos.strikes(Fault.STORE_LOSES_ANSWER)) {
      var there = shorter(latency(), lifetime);
      var back = chaos.between(Duration.ZERO, lifetime.minus(there));
      var _ = calls.call(there, () -> attempt(once), back);
      calls.tell("the store's answer is lost");
      throw lost();
    }
    if (chaos.strikes(Fault.STORE_LATE)) {
      later(once, chaos.between(lifetime, lifetime.plus(LATEST)));
      calls.tell("the store will do this late");
      throw calls.failure(lifetime, FaultyTables::lost);
    }
    var mayRepeat = lifetime.compareTo(TimedTables.LONGEST) >= 0;
    if (mayRepeat && chaos.strikes(Fault.STORE_REORDERS)) {
      later(once, chaos.between(ATTEMPT, ATTEMPT.plus(LATEST)));
      calls.tell("the client repeats what the store will do later");
      return calls.call(ATTEMPT.plus(shorter(latency(), REST)), once, shorter(latency(), REST));
    }
    if (mayRepeat && chaos.strikes(Fault.STORE_REPEATS)) {
      var _ = calls.call(shorter(latency(), REST), () -> attempt(once), chaos.millis(20, 2000));
      calls.tell("the client repeats what the store has done");
      return calls.call(shorter(latency(), REST), once, shorter(latency(), REST));
    }
    return within(lifetime, once);
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

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
