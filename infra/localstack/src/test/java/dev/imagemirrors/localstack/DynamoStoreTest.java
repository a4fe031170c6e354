package dev.imagemirrors.localstack;

import dev.imagemirrors.dynamo.DynamoStoreContract;
import dev.imagemirrors.dynamo.Tables;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// Runs the contract of the stores on LocalStack's DynamoDB. Each test has two empty tables like
/// those of the template.
@ExtendWith(OnLocalStack.class)
@Order(8)
class DynamoStoreTest extends DynamoStoreContract {
  private final Stack stack;
  private final DynamoDbClient client;
  private final Tables tables =
      new Tables("mirrors-" + UUID.randomUUID(), "history-" + UUID.randomUUID());

  DynamoStoreTest(Deployment deployment) {
    this.stack = deployment.home();
    this.client = stack.aws().client(DynamoDbClient.builder());
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the contract of the stores.");
  }

  @BeforeEach
  void make() {
    make(tables.mirrors(), "MirrorsTable");
    make(tables.history(), "HistoryTable");
  }

  private void make(String name, String like) {
    var table = client.describeTable(describe -> describe.tableName(stack.name(like))).table();
    client.createTable(create -> {
      create
          .tableName(name)
          .billingMode(BillingMode.PAY_PER_REQUEST)
          .attributeDefinitions(table.attributeDefinitions())
          .keySchema(table.keySchema());
      if (table.hasGlobalSecondaryIndexes()) {
        create.globalSecondaryIndexes(indexes(table));
      }
    });
    client.waiter().waitUntilTableExists(describe -> describe.tableName(name));
  }

  private static List<GlobalSecondaryIndex> indexes(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .map(index ->
            GlobalSecondaryIndex.builder()
                .indexName(index.indexName())
                .keySchema(index.keySchema())
                .projection(index.projection())
                .build())
        .toList();
  }

  @AfterEach
  void drop() {
    client.deleteTable(delete -> delete.tableName(tables.mirrors()));
    client.deleteTable(delete -> delete.tableName(tables.history()));
    client.close();
  }

  @Override
  protected DynamoDbClient client() {
    return client;
  }

  @Override
  protected Tables tables() {
    return tables;
  }
}
