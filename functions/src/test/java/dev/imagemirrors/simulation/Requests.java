package dev.imagemirrors.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Recognises requests to the tables, and makes modified copies of them.
final class Requests {
  private Requests() {}

  static boolean takesLane(UpdateItemRequest update) {
    return update.expressionAttributeValues().containsKey(":first");
  }

  static boolean isEntry(TransactWriteItem item) {
    return item.put() != null && item.put().tableName().equals(SimulatedTables.HISTORY);
  }

  static boolean claims(TransactWriteItem item) {
    return item.put() != null && item.put().item().containsKey("request_hash");
  }

  static DynamoDbRequest update(
      DynamoDbRequest request,
      Predicate<UpdateItemRequest> which,
      UnaryOperator<UpdateItemRequest> how) {
    return request instanceof UpdateItemRequest update && which.test(update)
        ? how.apply(update)
        : request;
  }

  static DynamoDbRequest transaction(
      DynamoDbRequest request, UnaryOperator<List<TransactWriteItem>> how) {
    return request instanceof TransactWriteItemsRequest transaction
        ? transaction.toBuilder().transactItems(how.apply(transaction.transactItems())).build()
        : request;
  }

  static DynamoDbRequest without(DynamoDbRequest request, Predicate<TransactWriteItem> dropped) {
    return transaction(
        request, items -> items.stream().filter(item -> !dropped.test(item)).toList());
  }

  static DynamoDbRequest leased(DynamoDbRequest request, Duration less) {
    return update(
        request,
        update -> update.expressionAttributeValues().containsKey(":lease"),
        update -> {
          var lease =
              Long.parseLong(requireNonNull(update.expressionAttributeValues().get(":lease")).n());
          return withValue(
              update, ":lease", AttributeValue.fromN(Long.toString(lease - less.toMillis())));
        });
  }

  static UpdateItemRequest withValue(UpdateItemRequest update, String name, AttributeValue value) {
    var values = new HashMap<>(update.expressionAttributeValues());
    values.put(name, value);
    return update.toBuilder().expressionAttributeValues(values).build();
  }

  static TransactWriteItem withValue(TransactWriteItem item, String name, AttributeValue value) {
    if (item.update() == null) {
      return item;
    }
    var values = new HashMap<>(item.update().expressionAttributeValues());
    values.put(name, value);
    return TransactWriteItem.builder()
        .update(item.update().toBuilder().expressionAttributeValues(values).build())
        .build();
  }

  /// A copy with other strings.
  static DynamoDbRequest texts(DynamoDbRequest request, UnaryOperator<String> how) {
    if (request instanceof PutItemRequest put) {
      return put.toBuilder().item(texts(put.item(), how)).build();
    }
    return transaction(
        update(
            request,
            _ -> true,
            update ->
                update.toBuilder()
                    .expressionAttributeValues(texts(update.expressionAttributeValues(), how))
                    .build()),
        items -> items.stream().map(item -> texts(item, how)).toList());
  }

  private static TransactWriteItem texts(TransactWriteItem item, UnaryOperator<String> how) {
    if (item.put() != null) {
      return with(item, texts(item.put().item(), how));
    }
    var update = item.update();
    return update == null
        ? item
        : TransactWriteItem.builder()
            .update(
                update.toBuilder()
                    .expressionAttributeValues(texts(update.expressionAttributeValues(), how))
                    .build())
            .build();
  }

  private static Map<String, AttributeValue> texts(
      Map<String, AttributeValue> values, UnaryOperator<String> how) {
    var others = new HashMap<>(values);
    others.replaceAll(
        (_, value) -> value.s() == null ? value : AttributeValue.fromS(how.apply(value.s())));
    return others;
  }

  static TransactWriteItem with(TransactWriteItem item, Map<String, AttributeValue> changes) {
    var all = new HashMap<>(item.put().item());
    all.putAll(changes);
    return TransactWriteItem.builder().put(item.put().toBuilder().item(all).build()).build();
  }

  static TransactWriteItem without(TransactWriteItem item, String clause) {
    var shorter = item.update().updateExpression().replace(clause, "");
    return TransactWriteItem.builder()
        .update(item.update().toBuilder().updateExpression(shorter).build())
        .build();
  }
}
