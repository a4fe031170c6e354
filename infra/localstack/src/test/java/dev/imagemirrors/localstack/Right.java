package dev.imagemirrors.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.localstack.Calls.Call;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The permission that an AWS call requires: an action on a resource.
record Right(String action, String resource) {
  /// The actions that the items of a transaction require.
  private static final Map<String, String> ITEMS =
      Map.of(
          "Put", "PutItem",
          "Update", "UpdateItem",
          "Delete", "DeleteItem",
          "ConditionCheck", "ConditionCheckItem",
          "Get", "GetItem");

  /// @param secret the ARN of the region's secret
  static List<Right> of(Call call, String secret) {
    var action = call.service() + ":" + call.operation();
    return switch (call.service()) {
      case "dynamodb" -> dynamo(call).toList();
      case "sqs" -> List.of(new Right(action, arn(call, queue(call.parameters()))));
      case "events" ->
          stream(call.parameters().path("Entries"))
              .map(entry -> entry.path("EventBusName").asText("default"))
              .map(bus -> new Right(action, arn(call, "event-bus/" + bus)))
              .toList();
      case "secretsmanager" -> {
        var name = call.parameters().path("SecretId").asText();
        yield List.of(
            new Right(action, secret.contains(":" + name + "-") ? secret : arn(call, name)));
      }
      case "sts" -> List.of(new Right(action, call.parameters().path("RoleArn").asText()));
      default -> List.of(new Right(action, "*"));
    };
  }

  private static Stream<Right> dynamo(Call call) {
    var parameters = call.parameters();
    return switch (call.operation()) {
      case "TransactWriteItems", "TransactGetItems" ->
          stream(parameters.path("TransactItems"))
              .flatMap(item -> item.properties().stream())
              .filter(item -> ITEMS.containsKey(item.getKey()) && !item.getValue().isNull())
              .map(item ->
                  dynamo(
                      call,
                      ITEMS.getOrDefault(item.getKey(), ""),
                      item.getValue().path("TableName").asText()));
      case "BatchGetItem" ->
          parameters.path("RequestItems").properties().stream()
              .map(table -> dynamo(call, call.operation(), table.getKey()));
      default -> {
        var index = parameters.path("IndexName").asText("");
        var table = parameters.path("TableName").asText();
        yield Stream.of(
            dynamo(call, call.operation(), index.isEmpty() ? table : table + "/index/" + index));
      }
    };
  }

  private static Right dynamo(Call call, String operation, String table) {
    return new Right("dynamodb:" + operation, arn(call, "table/" + table));
  }

  private static String queue(JsonNode parameters) {
    var url = parameters.path("QueueUrl").asText("");
    return url.isEmpty()
        ? parameters.path("QueueName").asText()
        : url.substring(url.lastIndexOf('/') + 1);
  }

  private static String arn(Call call, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(call.service(), call.region(), call.account(), resource);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
