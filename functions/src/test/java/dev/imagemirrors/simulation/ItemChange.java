package dev.imagemirrors.simulation;

import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A conditional change to one item.
///
/// @param update null to replace the item by `item`, or, when that is empty, to delete it
record ItemChange(
    String table,
    Map<String, AttributeValue> key,
    Map<String, AttributeValue> item,
    @Nullable String update,
    @Nullable String condition,
    Map<String, AttributeValue> values,
    boolean returnsItem) {
  static ItemChange of(PutItemRequest put) {
    return new ItemChange(
        put.tableName(),
        put.item(),
        put.item(),
        null,
        put.conditionExpression(),
        put.expressionAttributeValues(),
        false);
  }

  static ItemChange of(UpdateItemRequest update) {
    return new ItemChange(
        update.tableName(),
        update.key(),
        Map.of(),
        update.updateExpression(),
        update.conditionExpression(),
        update.expressionAttributeValues(),
        true);
  }

  static ItemChange of(DeleteItemRequest delete) {
    return new ItemChange(delete.tableName(), delete.key(), Map.of(), null, null, Map.of(), false);
  }

  /// A change that is part of a transaction.
  static ItemChange of(TransactWriteItem one) {
    if (one.put() != null) {
      return of(one.put());
    }
    return one.delete() != null ? of(one.delete()) : of(one.update());
  }

  private static ItemChange of(Put put) {
    return new ItemChange(
        put.tableName(),
        put.item(),
        put.item(),
        null,
        put.conditionExpression(),
        put.expressionAttributeValues(),
        put.returnValuesOnConditionCheckFailure() == ALL_OLD);
  }

  private static ItemChange of(Update update) {
    return new ItemChange(
        update.tableName(),
        update.key(),
        Map.of(),
        update.updateExpression(),
        update.conditionExpression(),
        update.expressionAttributeValues(),
        update.returnValuesOnConditionCheckFailure() == ALL_OLD);
  }

  private static ItemChange of(Delete delete) {
    return new ItemChange(
        delete.tableName(),
        delete.key(),
        Map.of(),
        null,
        delete.conditionExpression(),
        delete.expressionAttributeValues(),
        false);
  }

  boolean mayChange(Map<String, AttributeValue> was) {
    return Expressions.condition(condition).holds(scope(was));
  }

  Map<String, AttributeValue> changed(Map<String, AttributeValue> was) {
    if (update == null) {
      return item;
    }
    var is = new HashMap<>(was);
    is.putAll(key);
    Expressions.update(update).change(scope(was), is);
    return is;
  }

  private Expressions.Scope scope(Map<String, AttributeValue> was) {
    return new Expressions.Scope(was, values, Map.of());
  }
}
