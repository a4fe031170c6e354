package dev.imagemirrors.simulation;

import static dev.imagemirrors.simulation.Requests.claims;
import static dev.imagemirrors.simulation.Requests.isEntry;
import static dev.imagemirrors.simulation.Requests.leased;
import static dev.imagemirrors.simulation.Requests.texts;
import static dev.imagemirrors.simulation.Requests.transaction;
import static dev.imagemirrors.simulation.Requests.update;
import static dev.imagemirrors.simulation.Requests.with;
import static dev.imagemirrors.simulation.Requests.withValue;
import static dev.imagemirrors.simulation.Requests.without;
import static java.util.Objects.requireNonNull;

import dev.imagemirrors.json.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Bugs in requests to the tables.
enum StoreBug implements Bug {
  SHARES_A_HELD_LANE("a lane is given to two holders", Invariant.EXCLUSIVE_LANES) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request,
          Requests::takesLane,
          update -> update.toBuilder().conditionExpression(null).build());
    }
  },

  SKIPS_THE_INTENT("the intent is not recorded", Invariant.EXCLUSIVE_LANES) {
    @Override
    @SuppressWarnings("unchecked")
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
      if (!(request instanceof UpdateItemRequest update) || !Requests.takesLane(update)) {
        return super.write(request, tables, around);
      }
      var lane =
          around
              .tables()
              .getItem(
                  GetItemRequest.builder().tableName(update.tableName()).key(update.key()).build());
      var change =
          new ItemChange(
              update.tableName(),
              update.key(),
              Map.of(),
              update.updateExpression(),
              update.conditionExpression(),
              update.expressionAttributeValues(),
              true);
      return change.mayChange(lane.item())
          ? (A) UpdateItemResponse.builder().attributes(change.changed(lane.item())).build()
          : super.write(request, tables, around);
    }
  },

  FREES_THE_LANE_EARLY(
      "the lane of a set is freed before its changes are sent", Invariant.EXCLUSIVE_LANES) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return transaction(
          request,
          items ->
              items.stream()
                  .map(item ->
                      item.update() != null
                              && item.update().updateExpression().equals("SET progress = :progress")
                          ? TransactWriteItem.builder()
                              .update(
                                  item.update().toBuilder()
                                      .updateExpression(
                                          "SET progress = :progress REMOVE operation_id, holder_id,"
                                              + " lease_until, attempts")
                                      .build())
                              .build()
                          : item)
                  .toList());
    }
  },

  FORGETS_THE_SENDER(
      "it is not recorded that only the caller may send a write", Invariant.CALLER_CREDENTIALS) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return texts(request, text -> text.replace("\"via\":\"OCM\"", "\"via\":\"API\""));
    }
  },

  LEASE_EXPIRES_AT_ONCE("a lease expires when it starts", Invariant.WITHIN_DEADLINES) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return leased(request, Duration.ofMinutes(30));
    }
  },

  LEASE_WITHOUT_MARGIN("a lease expires with its holder's timeout", Invariant.WITHIN_DEADLINES) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return leased(request, Duration.ofMinutes(5));
    }
  },

  SKIPS_HISTORY_ENTRIES("a history entry is not written", Invariant.INTACT_HISTORY) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return without(request, Requests::isEntry);
    }
  },

  HASHES_THE_WRONG_ENTRY("an entry holds a wrong previous hash", Invariant.INTACT_HISTORY) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return transaction(
          request,
          items -> {
            var entry = items.stream().filter(Requests::isEntry).findFirst();
            if (entry.isEmpty()) {
              return items;
            }
            var text =
                requireNonNull(entry.get().put().item().get("entry"))
                    .s()
                    .replaceFirst("previous_hash\":\"[0-9a-f]{8}", "previous_hash\":\"00000000");
            var hash = AttributeValue.fromS(Digest.sha256(text));
            var changes = Map.of("entry", AttributeValue.fromS(text), "hash", hash);
            return items.stream()
                .map(item -> isEntry(item) ? with(item, changes) : withValue(item, ":hash", hash))
                .toList();
          });
    }
  },

  LOSES_RECORDS("a mirror is not recorded", Invariant.CONSISTENT_RECORDS) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return without(
          request, item -> item.put() != null && item.put().item().containsKey("mirror"));
    }
  },

  LIFO_QUEUE("the queue is worked off from its end", Invariant.FIFO_ORDER) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request,
          update -> update.updateExpression().contains("list_append("),
          update ->
              update.toBuilder()
                  .updateExpression(
                      update
                          .updateExpression()
                          .replace(
                              "list_append(if_not_exists(lane_queue, :empty), :places)",
                              "list_append(:places, if_not_exists(lane_queue, :empty))"))
                  .build());
    }
  },

  FORGETS_KEYS("a known key is claimed again", Invariant.EXACTLY_ONCE) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return transaction(
          request,
          items ->
              items.stream()
                  .map(item ->
                      claims(item)
                          ? TransactWriteItem.builder()
                              .put(item.put().toBuilder().conditionExpression(null).build())
                              .build()
                          : item)
                  .toList());
    }
  },

  FORGETS_FIELDS("the fields that came with a key are not compared", Invariant.EXACTLY_ONCE) {
    @Override
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
      try {
        return super.write(request, tables, around);
      } catch (TransactionCanceledException known) {
        var reasons = new ArrayList<>(known.cancellationReasons());
        if (request instanceof TransactWriteItemsRequest transaction
            && claims(transaction.transactItems().getFirst())) {
          var item = new HashMap<>(reasons.getFirst().item());
          item.replace(
              "request_hash",
              transaction.transactItems().getFirst().put().item().get("request_hash"));
          reasons.set(0, reasons.getFirst().toBuilder().item(item).build());
        }
        throw TransactionCanceledException.builder()
            .message(known.getMessage())
            .statusCode(400)
            .cancellationReasons(List.<CancellationReason>copyOf(reasons))
            .build();
      }
    }
  },

  REPLIES_BEFORE_IT_WRITES(
      "an outcome is returned before it is recorded", Invariant.TRUTHFUL_REPLIES) {
    @Override
    @SuppressWarnings("unchecked")
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
      if (request instanceof TransactWriteItemsRequest transaction
          && transaction.transactItems().stream().anyMatch(Requests::isEntry)) {
        around
            .scheduler()
            .start("write behind", Duration.ofSeconds(2), () -> around.attempt(transaction));
        return (A) TransactWriteItemsResponse.builder().build();
      }
      return super.write(request, tables, around);
    }
  },

  FORGETS_DOUBT("a waiting write is not marked as in doubt", Invariant.CORRECT_OUTCOMES) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request,
          update -> update.expressionAttributeValues().containsKey(":doubt"),
          update -> withValue(update, ":doubt", AttributeValue.fromBool(false)));
    }
  },

  FORGETS_SENT_CHANGES("a set does not record what it sends", Invariant.ACCURATE_HISTORY) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return without(
          request, item -> item.put() != null && item.put().item().containsKey("sending"));
    }
  };

  private final String description;
  private final Invariant violates;

  StoreBug(String description, Invariant violates) {
    this.description = description;
    this.violates = violates;
  }

  /// The environment of a bug.
  record Around(DynamoDbClient tables, Scheduler scheduler) {
    void attempt(TransactWriteItemsRequest transaction) {
      try {
        tables.transactWriteItems(transaction);
      } catch (SdkException _) {
        // The failure stays unnoticed.
      }
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Invariant violates() {
    return violates;
  }

  @Override
  public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
    var around = new Around(tables, scheduler);
    return new TableCalls(tables) {
      @Override
      <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
        return StoreBug.this.write(request, onwards, around);
      }
    };
  }

  @SuppressWarnings("unchecked")
  <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
    return tables.apply((Q) changed(request));
  }

  /// The request with the bug applied.
  DynamoDbRequest changed(DynamoDbRequest request) {
    return request;
  }
}
