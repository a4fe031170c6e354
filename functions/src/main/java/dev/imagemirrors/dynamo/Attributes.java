package dev.imagemirrors.dynamo;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.operation.StoreUnavailable;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// Items of the tables, their attributes and keys.
final class Attributes {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String LANE = "LANE";
  static final String MIRROR = "MIRROR#";

  private Attributes() {}

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static Map<String, AttributeValue> laneKey(String clusterId) {
    return Map.of(PK, cluster(clusterId), SK, text(LANE));
  }

  static Map<String, AttributeValue> mirrorKey(String clusterId, String source) {
    return Map.of(PK, cluster(clusterId), SK, text(MIRROR + source));
  }

  static AttributeValue cluster(String clusterId) {
    return text("CLUSTER#" + clusterId);
  }

  static @Nullable String text(Map<String, AttributeValue> item, String name) {
    var value = item.get(name);
    return value == null ? null : value.s();
  }

  static long number(Map<String, AttributeValue> item, String name, long otherwise) {
    var value = item.get(name);
    return value == null || value.n() == null ? otherwise : Long.parseLong(value.n());
  }

  static Json json(Map<String, AttributeValue> item, String name) {
    var text = text(item, name);
    if (text == null) {
      throw new IllegalStateException("an item has no '" + name + "'");
    }
    try {
      return Json.parse(text);
    } catch (JsonFault broken) {
      throw new IllegalStateException("'" + name + "' of an item " + broken.reason(), broken);
    }
  }

  /// Calls the store; what says that it cannot be used now is told apart from what says that we
  /// asked wrongly.
  static <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (DynamoDbException refused) {
      if (refused.isThrottlingException() || refused.statusCode() >= 500) {
        throw new StoreUnavailable(refused);
      }
      throw refused;
    } catch (SdkClientException | SdkServiceException unreachable) {
      throw new StoreUnavailable(unreachable);
    }
  }
}
