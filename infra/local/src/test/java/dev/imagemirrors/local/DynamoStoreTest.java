package dev.imagemirrors.local;

import dev.imagemirrors.dynamo.DynamoStoreContract;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Runs the contract of the stores on the tables of the template, in DynamoDB Local.
class DynamoStoreTest extends DynamoStoreContract {
  @RegisterExtension private final FunctionLog functionLog = new FunctionLog();

  private static final Tables TABLES = new Tables("image-mirrors-mirrors", "image-mirrors-history");

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @SuppressWarnings("NullAway.Init")
  private DynamoDbClient client;

  @BeforeEach
  void start() throws IOException {
    stack =
        LocalStack.start(
            StackOptions.of(TemplateFile.ofThisProject(), functionLog.stream())
                .withParameter("OcmUrl", "http://127.0.0.1:9")
                .withParameter("OcmTokenUrl", "http://127.0.0.1:9"));
    client = Clients.of(stack, DynamoDbClient.builder());
  }

  @AfterEach
  void stop() {
    client.close();
    stack.close();
  }

  @Override
  protected DynamoDbClient client() {
    return client;
  }

  @Override
  protected Tables tables() {
    return TABLES;
  }
}
