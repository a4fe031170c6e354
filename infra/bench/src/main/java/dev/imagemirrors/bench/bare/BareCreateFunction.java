package dev.imagemirrors.bench.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// Makes the six calls of a create, with the same sizes and clients, and no validation or
/// meaningful records. A lower bound for a create.
///
/// The event is `CLUSTER SOURCE` in a JSON string.
public final class BareCreateFunction implements RequestStreamHandler {
  private static final Pattern TOKEN = Pattern.compile("\"access_token\" *: *\"([^\"]+)\"");
  private static final String TABLE = System.getenv("TABLE_NAME");
  private static final String CLUSTERS =
      System.getenv("OCM_URL") + "/api/clusters_mgmt/v1/clusters";

  private final DynamoDbClient dynamo =
      DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable String token;
  private int entries;

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    var words =
        new String(event.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "").split(" ", 2);
    var cluster = words[0];
    var run = context.getAwsRequestId();
    var search =
        "product.id = 'rosa' AND (id = '%1$s' OR name = '%1$s' OR external_id = '%1$s')"
            .formatted(cluster);
    send(
        HttpRequest.newBuilder(
            URI.create(
                CLUSTERS
                    + "?page=1&size=2&search="
                    + URLEncoder.encode(search, StandardCharsets.UTF_8))));
    store(cluster, run);
    take(cluster, run);
    var created =
        send(
            HttpRequest.newBuilder(URI.create(CLUSTERS + "/" + cluster + "/image_mirrors"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"kind\":\"ImageMirror\",\"type\":\"digest\",\"mirrors\":[\"m.corp.com/n\"],\"source\":\"%s\"}"
                            .formatted(words[1]))));
    write(cluster, run, words[1]);
    readRecords(cluster);
    reply.write(created.getBytes(StandardCharsets.UTF_8));
  }

  private String send(HttpRequest.Builder request) throws IOException {
    if (token == null) {
      token = fetchToken();
    }
    return exchange(request.header("Authorization", "Bearer " + token));
  }

  private String exchange(HttpRequest.Builder request) throws IOException {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String fetchToken() throws IOException {
    var form = "grant_type=client_credentials&client_id=local&client_secret=local";
    var body =
        exchange(
            HttpRequest.newBuilder(URI.create(System.getenv("OCM_TOKEN_URL")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    var found = TOKEN.matcher(body);
    if (!found.find()) {
      throw new IOException("no token: " + body);
    }
    return found.group(1);
  }

  private void store(String cluster, String run) {
    dynamo.putItem(put ->
        put.tableName(TABLE)
            .item(operation(cluster, run, 0))
            .conditionExpression("attribute_not_exists(ended)"));
  }

  private void readRecords(String cluster) {
    dynamo.query(query ->
        query
            .tableName(TABLE)
            .keyConditionExpression("pk = :cluster")
            .expressionAttributeValues(Map.of(":cluster", text("BARE#" + cluster)))
            .consistentRead(true));
  }

  private void take(String cluster, String run) {
    dynamo.updateItem(update ->
        update
            .tableName(TABLE)
            .key(lane(cluster))
            .returnValues(ReturnValue.ALL_NEW)
            .updateExpression(
                "SET cluster_id = :cluster, cluster_identity = :names, operation_id = :run,"
                    + " holder_id = :run, lease_until = :lease, progress = :progress")
            .conditionExpression("attribute_not_exists(operation_id)")
            .expressionAttributeValues(
                Map.of(
                    ":cluster", text(cluster),
                    ":names", filler(260),
                    ":run", text(run),
                    ":lease", AttributeValue.fromN("1795484839255"),
                    ":progress", filler(170))));
  }

  private void write(String cluster, String run, String source) {
    dynamo.transactWriteItems(write ->
        write
            .clientRequestToken(run)
            .transactItems(
                free(cluster, run),
                put(TABLE, record(cluster, source)),
                put(System.getenv("HISTORY_TABLE_NAME"), entry(cluster)),
                put(TABLE, operation(cluster, run, 570))));
  }

  private static TransactWriteItem free(String cluster, String run) {
    return TransactWriteItem.builder()
        .update(update ->
            update
                .tableName(TABLE)
                .key(lane(cluster))
                .updateExpression(
                    "SET head_hash = :hash"
                        + " REMOVE operation_id, holder_id, lease_until, progress")
                .conditionExpression("holder_id = :run")
                .expressionAttributeValues(Map.of(":hash", filler(64), ":run", text(run))))
        .build();
  }

  private static TransactWriteItem put(String table, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(put -> put.tableName(table).item(item)).build();
  }

  private static Map<String, AttributeValue> record(String cluster, String source) {
    return Map.of(
        "pk", text("BARE#" + cluster),
        "sk", text("MIRROR#" + source),
        "region", text("us-east-1"),
        "mirror", filler(550));
  }

  /// An entry that the stream announces, as with a create, so that both cost this machine the same
  /// afterwards.
  private Map<String, AttributeValue> entry(String cluster) {
    entries++;
    var text =
        "{\"number\":%d,\"outcome\":\"created\",\"cluster\":\"%s\",\"reason\":\"%s\"}"
            .formatted(entries, cluster, "x".repeat(1225));
    return Map.of(
        "cluster_id", text(cluster),
        "number", AttributeValue.fromN("" + entries),
        "entry", text(text),
        "hash", filler(64));
  }

  private static Map<String, AttributeValue> operation(String cluster, String run, int outcome) {
    return Map.of(
        "pk", text("BARE#" + run),
        "sk", text("OPERATION"),
        "operation_cluster_id", text(cluster),
        "operation_id", text(run),
        "operation", filler(630),
        "outcome", filler(outcome));
  }

  private static Map<String, AttributeValue> lane(String cluster) {
    return Map.of("pk", text("BARE#" + cluster), "sk", text("LANE"));
  }

  private static AttributeValue filler(int size) {
    return text("x".repeat(size));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
