package dev.imagemirrors.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A call may take the time that is left, and a little more. With all of the time left, its own
/// limits apply.
class TimedTablesTest {
  private final VirtualTime time = new VirtualTime();
  private final List<DynamoDbRequest> called = new ArrayList<>();

  private TimedTables timed(DynamoDbClient tables, Duration left) {
    return new TimedTables(tables, Deadline.in(time, left));
  }

  private DynamoDbClient noting() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (_, _, arguments) -> {
              called.add((DynamoDbRequest) arguments[0]);
              return null;
            });
  }

  static Stream<Consumer<DynamoDbClient>> calls() {
    return Stream.of(
        tables -> tables.getItem(GetItemRequest.builder().build()),
        tables -> tables.batchGetItem(BatchGetItemRequest.builder().build()),
        tables -> tables.query(QueryRequest.builder().build()),
        tables -> tables.putItem(PutItemRequest.builder().build()),
        tables -> tables.updateItem(UpdateItemRequest.builder().build()),
        tables -> tables.deleteItem(DeleteItemRequest.builder().build()),
        tables -> tables.transactWriteItems(TransactWriteItemsRequest.builder().build()));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void limitsEachCallToTheTimeLeft(Consumer<DynamoDbClient> call) {
    call.accept(timed(noting(), Duration.ofSeconds(20)));
    call.accept(timed(noting(), Duration.ofSeconds(1)));
    var over = timed(noting(), Duration.ofSeconds(1));
    time.sleep(Duration.ofMinutes(1));
    call.accept(over);

    assertThat(called)
        .extracting(TimedTablesTest::limit)
        .containsExactly(
            Optional.empty(),
            Optional.of(Duration.ofMillis(1_800)),
            Optional.of(Duration.ofMillis(100)));
  }

  private static Optional<Duration> limit(DynamoDbRequest request) {
    return request.overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout);
  }

  @Test
  void abandonsTablesThatDoNotAnswerInTime() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", _ -> {});
    server.start();
    try (var tables =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofSeconds(60)))
            .build()) {
      var late = timed(tables, Duration.ZERO);

      assertThatThrownBy(() -> late.getItem(get -> get.tableName("t").key(Map.of())))
          .isInstanceOf(ApiCallTimeoutException.class)
          .hasMessageContaining("800 millis");
    } finally {
      server.stop(0);
    }
  }
}
