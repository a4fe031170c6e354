package dev.imagemirrors.local;

import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.History;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.StoreContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The stores on the tables of the template, in DynamoDB Local.
class DynamoStoreTest extends StoreContract {
  private static final Tables TABLES = new Tables("image-mirrors-mirrors", "image-mirrors-history");

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @SuppressWarnings("NullAway.Init")
  private DynamoDbClient client;

  @BeforeEach
  void start() throws IOException {
    stack =
        LocalStack.start(
            StackOptions.of(TemplateFile.ofThisProject(), System.out)
                .withParameter("OcmUrl", "http://127.0.0.1:9")
                .withParameter("OcmTokenUrl", "http://127.0.0.1:9"));
    client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(stack.url()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    stack.close();
  }

  @Override
  protected Lanes lanes() {
    return new DynamoLanes(client, TABLES);
  }

  @Override
  protected Operations operations() {
    return new DynamoOperations(client, TABLES, Duration.ofDays(7));
  }

  @Override
  protected Records records() {
    return new DynamoRecords(client, TABLES);
  }

  @Override
  protected History history() {
    return new DynamoHistory(client, TABLES);
  }
}
