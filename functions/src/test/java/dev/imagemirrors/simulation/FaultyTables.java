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

/// The tables as seen through the AWS client: calls take time, fail before or after they take
/// effect, and are repeated when the response is lost.
final class FaultyTables extends TableCalls {
  /// How late a write takes effect after its caller gave up. The design tolerates more, since the
  /// recovery of a lost response waits for a lease to expire.
  private static final Duration MAX_DELAY = Duration.ofSeconds(5);

  /// The timeout of one attempt, and the share of the remaining time that it may take.
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Duration REST = Duration.ofMillis(500);

  private final Calls calls;
  private final FaultInjector faults;
  private int transactions;

  FaultyTables(DynamoDbClient tables, Calls calls, FaultInjector faults) {
    super(tables);
    this.calls = calls;
    this.faults = faults;
  }

  @Override
  <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> tables) {
    var lifetime = lifetime(request);
    if (faults.injects(Fault.STORE_FAILS)) {
      throw calls.failure(faults.between(Duration.ZERO, lifetime), FaultyTables::broken);
    }
    return within(lifetime, () -> tables.apply(request));
  }

  /// The timeout of the client.
  private static Duration lifetime(DynamoDbRequest request) {
    return request
        .overrideConfiguration()
        .flatMap(RequestOverrideConfiguration::apiCallTimeout)
        .orElse(TimedTables.LONGEST);
  }

  /// A call that times out still takes effect.
  private <A> A within(Duration lifetime, Supplier<A> once) {
    var there = latency();
    var back = latency();
    if (there.plus(back).compareTo(lifetime) <= 0) {
      return calls.call(there, once, back);
    }
    later(once, there);
    calls.log("the call to the store times out");
    throw calls.failure(lifetime, FaultyTables::lost);
  }

  @Override
  <Q extends DynamoDbRequest, A> A write(Q original, Function<Q, A> tables) {
    var request = named(original);
    var lifetime = lifetime(request);
    Supplier<A> once = () -> tables.apply(request);
    if (faults.injects(Fault.STORE_FAILS)) {
      calls.log("the store fails");
      throw calls.failure(faults.between(Duration.ZERO, lifetime), FaultyTables::broken);
    }
    if (faults.injects(Fault.STORE_CONFLICTS)) {
      throw calls.failure(shorter(latency(), lifetime), () -> conflict(request));
    }
    if (faults.injects(Fault.STORE_LOSES_RESPONSE)) {
      var there = shorter(latency(), lifetime);
      var back = faults.between(Duration.ZERO, lifetime.minus(there));
      var _ = calls.call(there, () -> attempt(once), back);
      calls.log("the store's response is lost");
      throw lost();
    }
    if (faults.injects(Fault.STORE_LATE)) {
      later(once, faults.between(lifetime, lifetime.plus(MAX_DELAY)));
      calls.log("the store will apply this late");
      throw calls.failure(lifetime, FaultyTables::lost);
    }
    var mayRepeat = lifetime.compareTo(TimedTables.LONGEST) >= 0;
    if (mayRepeat && faults.injects(Fault.STORE_REORDERS)) {
      later(once, faults.between(ATTEMPT, ATTEMPT.plus(MAX_DELAY)));
      calls.log("the client repeats a call that the store will apply later");
      return calls.call(ATTEMPT.plus(shorter(latency(), REST)), once, shorter(latency(), REST));
    }
    if (mayRepeat && faults.injects(Fault.STORE_REPEATS)) {
      var _ = calls.call(shorter(latency(), REST), () -> attempt(once), faults.millis(20, 2000));
      calls.log("the client repeats a call that the store has applied");
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
    return faults.injects(Fault.STORE_SLOW) ? faults.millis(100, 1000) : faults.millis(1, 8);
  }

  /// Whether the call succeeded.
  private static boolean attempt(Supplier<?> once) {
    try {
      var _ = once.get();
      return true;
    } catch (DynamoDbException _) {
      return false;
    }
  }

  /// The AWS client gives a transaction a token, and reuses it in a retry.
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
    return SdkClientException.create("timed out");
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
