package dev.imagemirrors.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unstorable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Exceptions of the store, and strings in items.
class AttributesTest {
  private final AtomicInteger calls = new AtomicInteger();

  private static TransactionCanceledException cancelled(String... codes) {
    return TransactionCanceledException.builder()
        .cancellationReasons(
            Stream.of(codes).map(code -> CancellationReason.builder().code(code).build()).toList())
        .build();
  }

  private String call(RuntimeException refusal, int times) {
    return Attributes.call(() -> {
      if (calls.getAndIncrement() < times) {
        throw refusal;
      }
      return "done";
    });
  }

  static Stream<DynamoDbException> conflicts() {
    return Stream.of(
        (DynamoDbException) TransactionConflictException.builder().build(),
        (DynamoDbException) TransactionInProgressException.builder().build(),
        cancelled("None", "TransactionConflict"));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void repeatsAConflictingCall(DynamoDbException conflict) {
    var start = System.nanoTime();
    assertThat(call(conflict, 3)).isEqualTo("done");
    assertThat(calls).hasValue(4);
    // 10, 20 and 30 ms apart.
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000);
  }

  @Test
  void repeatsAConflictingCallOnlySoOften() {
    var conflict = cancelled("TransactionConflict");

    assertThatThrownBy(() -> call(conflict, Integer.MAX_VALUE))
        .isInstanceOf(StoreUnavailable.class)
        .hasCause(conflict);
    assertThat(calls).hasValue(12);
  }

  static Stream<DynamoDbException> refusalsForGood() {
    return Stream.of(
        cancelled("None", "ValidationError"),
        cancelled("ConditionalCheckFailed", "ValidationError"),
        cancelled("ItemCollectionSizeLimitExceeded"),
        (DynamoDbException)
            DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ValidationException")
                        .errorMessage("too large")
                        .build())
                .build());
  }

  /// Repeating it would only take time.
  @ParameterizedTest
  @MethodSource("refusalsForGood")
  void doesNotRepeatWhatCanNeverSucceed(DynamoDbException refusal) {
    assertThatThrownBy(() -> call(refusal, Integer.MAX_VALUE))
        .isInstanceOf(Unstorable.class)
        .hasCause(refusal);
    assertThat(calls).hasValue(1);
  }

  static Stream<RuntimeException> refusals() {
    return Stream.of(
        (RuntimeException) ConditionalCheckFailedException.builder().statusCode(400).build(),
        (RuntimeException) DynamoDbException.builder().statusCode(499).build(),
        cancelled("ConditionalCheckFailed", "TransactionConflict"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void rethrowsOtherExceptions(RuntimeException refusal) {
    assertThatThrownBy(() -> call(refusal, 1)).isSameAs(refusal);
    assertThat(calls).hasValue(1);
  }

  static Stream<RuntimeException> outages() {
    return Stream.of(
        (RuntimeException) InternalServerErrorException.builder().statusCode(500).build(),
        (RuntimeException)
            ProvisionedThroughputExceededException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ProvisionedThroughputExceededException")
                        .build())
                .statusCode(400)
                .build(),
        SdkClientException.create("no route"));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void reportsThatTheStoreIsUnavailable(RuntimeException outage) {
    assertThatThrownBy(() -> call(outage, 1)).isInstanceOf(StoreUnavailable.class).hasCause(outage);
    assertThat(calls).hasValue(1);
  }

  @Test
  void compressesOnlyLongStrings() {
    var shorter = "\"" + "x".repeat(32_765) + "\"";
    var longer = "\"" + "x".repeat(32_766) + "\"";

    assertThat(Attributes.packed(shorter).s()).isEqualTo(shorter);
    assertThat(Attributes.packed(longer).s()).isNull();
    assertThat(Attributes.packed(longer).b().asByteArray().length).isLessThan(1_000);
    for (var text : new String[] {shorter, longer}) {
      assertThat(JsonWriter.write(Attributes.json(Map.of("a", Attributes.packed(text)), "a")))
          .isEqualTo(text);
    }
  }
}
