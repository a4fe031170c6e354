package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The capacity that DynamoDB Local reports, and the meter corrects, against the rules that
/// DynamoDB documents: 1 KB a write unit, 4 KB a read unit, half of it for an eventually consistent
/// read, twice as much in a transaction, and the writes to each index.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnitMeterTest {
  private static final String TABLE = "rules";

  @SuppressWarnings("NullAway.Init")
  private StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private DynamoDbClient dynamo;

  @BeforeAll
  void start() {
    stack = StackFixture.start();
    dynamo =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(stack.url()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("000000000000", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    var created =
        stack.aws(
            "dynamodb",
            "DynamoDB_20120810.CreateTable",
            (ObjectNode)
                StackFixture.read(
                    """
                    {"TableName": "rules", "BillingMode": "PAY_PER_REQUEST",
                     "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                                              {"AttributeName": "indexed", "AttributeType": "S"}],
                     "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                     "GlobalSecondaryIndexes": [
                       {"IndexName": "sparse", "Projection": {"ProjectionType": "KEYS_ONLY"},
                        "KeySchema": [{"AttributeName": "indexed", "KeyType": "HASH"}]}]}
                    """));
    assertThat(created.has("TableDescription")).isTrue();
  }

  @AfterAll
  void stop() {
    dynamo.close();
    stack.close();
  }

  @BeforeEach
  void watch() {
    UnitMeter.watch(stack.port());
  }

  @AfterEach
  void ignore() {
    UnitMeter.ignore(stack.port());
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private void put(String id, int bytes, Map<String, AttributeValue> more) {
    var item = new HashMap<>(more);
    item.put("id", text(id));
    item.put("text", text("x".repeat(bytes)));
    dynamo.putItem(put -> put.tableName(TABLE).item(item));
  }

  private static TransactWriteItem transactional(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(put -> put.tableName(TABLE).item(item)).build();
  }

  private double written(Runnable call) {
    return used(Unit.WRITE_UNITS, call);
  }

  private double read(Runnable call) {
    return used(Unit.READ_UNITS, call);
  }

  private double used(Unit unit, Runnable call) {
    var before = UnitMeter.used(stack.port());
    call.run();
    return UnitMeter.used(stack.port()).minus(before).of(unit);
  }

  @Test
  void chargesAWriteByTheKilobyte() {
    assertThat(written(() -> put("small", 100, Map.of()))).isEqualTo(1);
    assertThat(written(() -> put("large", 1_500, Map.of()))).isEqualTo(2);
    assertThat(written(() -> put("large", 100, Map.of()))).as("the larger of two").isEqualTo(2);
  }

  @Test
  void chargesTheWritesToAnIndex() {
    var indexed = Map.of("indexed", text("a"));
    assertThat(written(() -> put("in", 1_500, indexed))).as("new").isEqualTo(2 + 1);
    assertThat(written(() -> put("in", 1_501, indexed))).as("not projected").isEqualTo(2);
    assertThat(written(() -> put("in", 100, Map.of("indexed", text("b")))))
        .as("another key: removed and added")
        .isEqualTo(2 + 2);
    assertThat(written(() -> put("in", 100, Map.of()))).as("removed").isEqualTo(1 + 1);
  }

  @Test
  void chargesTwiceInATransaction() {
    var writes =
        List.of(
            transactional(Map.of("id", text("t"), "indexed", text("a"))),
            transactional(Map.of("id", text("u"))));

    assertThat(written(() -> dynamo.transactWriteItems(all -> all.transactItems(writes))))
        .isEqualTo(2 * (1 + 1) + 2);
  }

  @Test
  void chargesAReadByFourKilobytes() {
    put("read", 5_000, Map.of());
    var key = Map.of("id", text("read"));

    assertThat(read(() -> dynamo.getItem(get -> get.tableName(TABLE).key(key)))).isEqualTo(1);
    assertThat(
            read(() -> dynamo.getItem(get -> get.tableName(TABLE).key(key).consistentRead(true))))
        .isEqualTo(2);
  }

  @Test
  void chargesForReadsOfNothing() {
    var key = Map.of("id", text("missing"));
    assertThat(read(() -> dynamo.getItem(get -> get.tableName(TABLE).key(key)))).isEqualTo(0.5);
    assertThat(
            read(() -> dynamo.getItem(get -> get.tableName(TABLE).key(key).consistentRead(true))))
        .isEqualTo(1);
    assertThat(
            read(() ->
                dynamo.query(query ->
                    query
                        .tableName(TABLE)
                        .keyConditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", text("missing"))))))
        .isEqualTo(0.5);
  }

  @Test
  void chargesForWritesThatAreRefused() {
    put("there", 100, Map.of());

    assertThat(
            written(() ->
                assertThat(
                        catchThrowable(() ->
                            dynamo.putItem(put ->
                                put.tableName(TABLE)
                                    .item(Map.of("id", text("there")))
                                    .conditionExpression("attribute_not_exists(id)"))))
                    .isNotNull()))
        .isEqualTo(1);
  }
}
