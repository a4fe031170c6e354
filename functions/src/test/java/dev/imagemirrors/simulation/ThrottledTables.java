package dev.imagemirrors.simulation;

import dev.imagemirrors.dynamo.TimedTables;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// The AWS client over tables that throttle: it repeats a throttled call with growing pauses, as
/// long as a call may take.
final class ThrottledTables extends TableCalls {
  private static final int ATTEMPTS = 9;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

  private final Calls calls;
  private final FaultInjector faults;

  ThrottledTables(DynamoDbClient tables, Calls calls, FaultInjector faults) {
    super(tables);
    this.calls = calls;
    this.faults = faults;
  }

  @Override
  <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> tables) {
    return repeated(request, tables);
  }

  @Override
  <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables) {
    return repeated(request, tables);
  }

  private <Q extends DynamoDbRequest, A> A repeated(Q request, Function<Q, A> tables) {
    var until = calls.scheduler().now() + lifetime(request).toNanos();
    for (var attempt = 1; ; attempt++) {
      try {
        return tables.apply(request);
      } catch (ProvisionedThroughputExceededException throttled) {
        var pause = faults.between(Duration.ZERO, FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
        if (attempt == ATTEMPTS || calls.scheduler().now() + pause.toNanos() >= until) {
          calls.log("the store throttles: " + throttled.getMessage());
          throw throttled;
        }
        calls.scheduler().sleep(pause);
      }
    }
  }

  private static Duration lifetime(DynamoDbRequest request) {
    return request
        .overrideConfiguration()
        .flatMap(RequestOverrideConfiguration::apiCallTimeout)
        .orElse(TimedTables.LONGEST);
  }
}
