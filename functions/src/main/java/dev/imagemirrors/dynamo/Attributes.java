package dev.imagemirrors.dynamo;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionSizeLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Attributes and keys of the items in the tables.
final class Attributes {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String LANE = "LANE";
  static final String MIRROR = "MIRROR#";
  static final String OPERATION = "OPERATION#";
  static final String SENDING = "SENDING";

  /// The index of unfinished operations by the time of their next check, and its hash key, whose
  /// values are [Shards].
  static final String UNFINISHED = "unfinished";

  private static final int MAX_ATTEMPTS = 12;
  private static final int WORTH_PACKING = 32_768;

  /// The reasons for which a transaction is cancelled however often it is sent.
  private static final Set<String> FINAL =
      Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");

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

  static Map<String, AttributeValue> operationKey(String id) {
    return Map.of(PK, text(OPERATION + id), SK, text(OperationItem.SORT_KEY));
  }

  /// The item of the change that a set sends.
  static Map<String, AttributeValue> sendingKey(String id) {
    return Map.of(PK, text(OPERATION + id), SK, text(SENDING));
  }

  /// The item that counts the refusals of a caller on a cluster.
  static Map<String, AttributeValue> refusalsKey(String clusterId, String caller) {
    return Map.of(PK, text("REFUSALS#" + clusterId + "#" + caller), SK, text("REFUSALS"));
  }

  static Map<String, AttributeValue> idempotencyKey(String id) {
    return Map.of(PK, text("KEY#" + id), SK, text("KEY"));
  }

  /// The item by which a cluster is found: several clusters can have the same name.
  static Map<String, AttributeValue> clusterNameKey(String name, String clusterId) {
    return Map.of(PK, clusterNames(name), SK, cluster(clusterId));
  }

  static AttributeValue clusterNames(String name) {
    return text("CLUSTER_NAME#" + name);
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

  /// A compressed string: a whole set could exceed the maximum size of an item.
  static AttributeValue packed(String text) {
    if (text.length() < WORTH_PACKING) {
      return text(text);
    }
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray()));
  }

  static @Nullable String unpacked(Map<String, AttributeValue> item, String name) {
    var value = item.get(name);
    if (value == null || value.b() == null) {
      return text(item, name);
    }
    try (var unzip = new GZIPInputStream(value.b().asInputStream())) {
      return new String(unzip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("'" + name + "' of an item cannot be unpacked", broken);
    }
  }

  static int size(AttributeValue packed) {
    return packed.b() == null
        ? packed.s().getBytes(StandardCharsets.UTF_8).length
        : packed.b().asByteArrayUnsafe().length;
  }

  static Json json(Map<String, AttributeValue> item, String name) {
    var text = unpacked(item, name);
    if (text == null) {
      throw new IllegalStateException("an item has no '" + name + "'");
    }
    try {
      return JsonReader.read(text);
    } catch (JsonFault broken) {
      throw new IllegalStateException("'" + name + "' of an item " + broken.reason(), broken);
    }
  }

  static String known(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(text(item, name), name);
  }

  static boolean flag(Map<String, AttributeValue> item, String name) {
    var value = item.get(name);
    return value != null && Boolean.TRUE.equals(value.bool());
  }

  /// Calls the store. An unavailable store throws [StoreUnavailable], and one that refuses a write
  /// for good [Unstorable]. When two calls conflict on an item, the rejected one is repeated.
  static <T> T call(Supplier<T> request) {
    for (var attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (DynamoDbException refused) {
        var reason = unstorable(refused);
        if (reason != null) {
          throw new Unstorable(reason, refused);
        }
        if (isConflict(refused) && attempt < MAX_ATTEMPTS) {
          Time.SYSTEM.sleep(Duration.ofMillis(10L * attempt));
          continue;
        }
        if (isConflict(refused) || refused.isThrottlingException() || refused.statusCode() >= 500) {
          throw new StoreUnavailable(refused);
        }
        throw refused;
      } catch (SdkClientException | SdkServiceException unreachable) {
        throw new StoreUnavailable(unreachable);
      }
    }
  }

  /// Why the call can never succeed; null if it may.
  private static @Nullable String unstorable(DynamoDbException refused) {
    if (refused instanceof TransactionCanceledException cancelled) {
      return cancelled.cancellationReasons().stream()
          .filter(reason -> FINAL.contains(String.valueOf(reason.code())))
          .map(reason -> String.valueOf(reason.message()))
          .findFirst()
          .orElse(null);
    }
    var details = refused.awsErrorDetails();
    return refused instanceof ItemCollectionSizeLimitExceededException
            || (details != null && "ValidationException".equals(details.errorCode()))
        ? String.valueOf(details == null ? refused.getMessage() : details.errorMessage())
        : null;
  }

  /// Whether only a concurrent call was the reason for the rejection.
  private static boolean isConflict(DynamoDbException refused) {
    return switch (refused) {
      case TransactionConflictException _, TransactionInProgressException _ -> true;
      case TransactionCanceledException cancelled ->
          cancelled.cancellationReasons().stream()
              .noneMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
      default -> false;
    };
  }
}
