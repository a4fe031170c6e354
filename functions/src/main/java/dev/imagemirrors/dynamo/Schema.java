package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.number;

import dev.imagemirrors.operation.NewerSchema;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The version of the layout in which items are stored: every item carries it. An item of a newer
/// version is neither read nor changed.
///
/// The attribute cannot be called `schema`, which is a reserved word of DynamoDB.
final class Schema {
  static final String ATTRIBUTE = "schema_version";
  static final String PLACEHOLDER = ":schema";
  static final AttributeValue VALUE = number(NewerSchema.KNOWN);
  static final Map<String, AttributeValue> VALUES = Map.of(PLACEHOLDER, VALUE);

  /// The condition that an item is not of a newer version.
  static final String READABLE =
      "(attribute_not_exists(schema_version) OR schema_version <= :schema)";

  private Schema() {}

  static void check(Map<String, AttributeValue> item) {
    NewerSchema.check("An item of the tables", number(item, ATTRIBUTE, 0));
  }

  static Map<String, AttributeValue> checked(Map<String, AttributeValue> item) {
    check(item);
    return item;
  }

  static UpdateItemRequest unlessNewer(UpdateItemRequest update) {
    var values = new HashMap<>(update.expressionAttributeValues());
    values.put(PLACEHOLDER, VALUE);
    return update.toBuilder()
        .conditionExpression("(" + update.conditionExpression() + ") AND " + READABLE)
        .expressionAttributeValues(values)
        .build();
  }
}
