package dev.imagemirrors.simulation;

import static dev.imagemirrors.simulation.Requests.claims;
import static dev.imagemirrors.simulation.Requests.isEntry;
import static dev.imagemirrors.simulation.Requests.leased;
import static dev.imagemirrors.simulation.Requests.takes;
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

/// Bugs in what is asked of the tables.
enum StoreBug implements Bug {
  TAKES_A_LANE_THAT_IS_HELD("a lane is given to two", Invariant.ONE_AT_A_TIME) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request, Requests::takes, update -> update.toBuilder().conditionExpression(null).build());
    }
  },

  WRITES_NO_INTENT("the intent is not written down", Invariant.ONE_AT_A_TIME) {
    @Override
    @SuppressWarnings("unchecked")
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
      if (!(request instanceof UpdateItemRequest update) || !takes(update)) {
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
      "a set's lane is freed before its changes are sent", Invariant.ONE_AT_A_TIME) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request,
          update ->
              update.updateExpression().equals("SET progress = :progress, sending = :sending"),
          update ->
              update.toBuilder()
                  .updateExpression(
                      "SET progress = :progress REMOVE operation, operation_id, run_id, lease_until,"
                          + " unfinished, due_at, tries_begun")
                  .build());
    }
  },

  FORGETS_WHO_MAY_SEND(
      "it is not written down that only its caller may send a write", Invariant.OWN_RIGHTS) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return texts(request, text -> text.replace("\"via\":\"OCM\"", "\"via\":\"API\""));
    }
  },

  LEASE_ENDS_AT_ONCE("a lease is over when it begins", Invariant.IN_TIME) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return leased(request, Duration.ofMinutes(30));
    }
  },

  NO_MARGIN_OF_LEASES("a lease ends with its holder's time", Invariant.IN_TIME) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return leased(request, Duration.ofMinutes(5));
    }
  },

  SKIPS_ENTRIES("a history entry is not written", Invariant.WHOLE_HISTORY) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return without(request, Requests::isEntry);
    }
  },

  SEALS_THE_WRONG_ENTRY("an entry has another hash than that before it", Invariant.WHOLE_HISTORY) {
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

  LOSES_RECORDS("a mirror is not recorded", Invariant.TRUE_RECORDS) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return without(
          request, item -> item.put() != null && item.put().item().containsKey("mirror"));
    }
  },

  FORGETS_SOURCES("the lane is not told of a record", Invariant.TRUE_RECORDS) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return transaction(
          request,
          items ->
              items.stream()
                  .map(item ->
                      item.update() == null ? item : without(item, " ADD recorded_sources :source"))
                  .toList());
    }
  },

  LAST_COMES_FIRST("the line is worked off from its end", Invariant.IN_ORDER) {
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
                              "list_append(if_not_exists(lane_queue, :empty), :me)",
                              "list_append(:me, if_not_exists(lane_queue, :empty))"))
                  .build());
    }
  },

  FORGETS_KEYS("a key that is known is claimed again", Invariant.ONE_EFFECT) {
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

  FORGETS_FIELDS("the fields that came with a key are not compared", Invariant.ONE_EFFECT) {
    @Override
    <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables, Around around) {
      try {
        return super.write(request, tables, around);
      } catch (TransactionCanceledException known) {
        var reasons = new ArrayList<>(known.cancellationReasons());
        if (request instanceof TransactWriteItemsRequest transaction
            && claims(transaction.transactItems().getFirst())) {
          var item = new HashMap<>(reasons.getFirst().item());
          item.replace("fields", transaction.transactItems().getFirst().put().item().get("fields"));
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

  TELLS_BEFORE_IT_WRITES("an outcome is told before it is written down", Invariant.TOLD_TRUTH) {
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

  FORGETS_DOUBT("what waits is not said to be in doubt", Invariant.TRUE_OUTCOME) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return update(
          request,
          update -> update.expressionAttributeValues().containsKey(":doubt"),
          update -> withValue(update, ":doubt", AttributeValue.fromBool(false)));
    }
  },

  LOSES_WHAT_IS_SENT("a set does not note what it sends", Invariant.TRUE_HISTORY) {
    @Override
    DynamoDbRequest changed(DynamoDbRequest request) {
      return transaction(
          update(
              request,
              update ->
                  update.updateExpression().equals("SET progress = :progress, sending = :sending"),
              update -> update.toBuilder().updateExpression("SET progress = :progress").build()),
          items ->
              items.stream()
                  .map(item -> item.update() == null ? item : without(item, ", sending = :sending"))
                  .toList());
    }
  };

  private final String words;
  private final Invariant breaks;

  StoreBug(String words, Invariant breaks) {
    this.words = words;
    this.breaks = breaks;
  }

  /// What a bug has around it.
  record Around(DynamoDbClient tables, Scheduler scheduler) {
    void attempt(TransactWriteItemsRequest transaction) {
      try {
        tables.transactWriteItems(transaction);
      } catch (SdkException _) {
        // Nobody is told.
      }
    }
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public Invariant breaks() {
    return breaks;
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

  /// The request as the bug makes it.
  DynamoDbRequest changed(DynamoDbRequest request) {
    return request;
  }
}
