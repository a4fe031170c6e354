package dev.imagemirrors.bench.putitem;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Puts one item, written as one writes it without a thought of cold starts beyond the usual
/// advice: the light HTTP client, and the client made once.
public final class PutItemFunction implements RequestStreamHandler {
  private final DynamoDbClient dynamo =
      DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    dynamo.putItem(put ->
        put.tableName(System.getenv("TABLE_NAME"))
            .item(
                Map.of(
                    "pk", AttributeValue.fromS("bench"),
                    "sk", AttributeValue.fromS(context.getAwsRequestId()))));
    reply.write(new byte[] {'{', '}'});
  }
}
