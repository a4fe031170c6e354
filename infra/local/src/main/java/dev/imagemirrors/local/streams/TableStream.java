package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stream of one table in DynamoDB Local.
public final class TableStream {
  private final DynamoEngine engine;
  private final Place place;
  private final String table;
  private final String localArn;

  public TableStream(DynamoEngine engine, Place place, String table) {
    this.engine = engine;
    this.place = place;
    this.table = table;
    this.localArn =
        call("ListStreams", Json.object().put("TableName", table))
            .path("Streams")
            .path(0)
            .path("StreamArn")
            .asText();
  }

  /// DynamoDB Local's region is always `ddblocal`.
  String arn() {
    return place.arn(
        "dynamodb", "table/" + table + "/stream" + localArn.replaceAll("^.*/stream", ""));
  }

  /// Parents come before their children.
  List<String> shards() {
    var shards = new ArrayList<String>();
    call("DescribeStream", Json.object().put("StreamArn", localArn))
        .path("StreamDescription")
        .path("Shards")
        .forEach(shard -> shards.add(shard.path("ShardId").asText()));
    return shards;
  }

  /// The next records of a shard: after a sequence number, or from the oldest one on.
  ///
  /// DynamoDB Local can have forgotten the record of that number, while it has those behind it:
  /// then all that is left is read, and what came before is left out.
  List<JsonNode> after(String shard, Optional<String> sequence) {
    var position = Json.object().put("StreamArn", localArn).put("ShardId", shard);
    var first = position.deepCopy().put("ShardIteratorType", "TRIM_HORIZON");
    if (sequence.isEmpty()) {
      return records(first).orElse(List.of());
    }
    var last = new BigInteger(sequence.get());
    return records(
            position
                .put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
                .put("SequenceNumber", sequence.get()))
        .or(() -> records(first))
        .orElse(List.of())
        .stream()
        .filter(each -> new BigInteger(Records.sequence(each)).compareTo(last) > 0)
        .toList();
  }

  /// Empty when what the position names is forgotten.
  private Optional<List<JsonNode>> records(ObjectNode position) {
    var iterator = answer("GetShardIterator", position);
    var reply =
        iterator.status() == 200
            ? answer(
                "GetRecords",
                Json.object()
                    .put("ShardIterator", read(iterator).path("ShardIterator").asText())
                    .put("Limit", 1000))
            : iterator;
    if (reply.status() != 200
        && read(reply).path("__type").asText().endsWith("TrimmedDataAccessException")) {
      return Optional.empty();
    }
    var records = new ArrayList<JsonNode>();
    checked(reply).path("Records").forEach(record -> records.add(Records.of(record, place, arn())));
    return Optional.of(records);
  }

  private JsonNode call(String operation, ObjectNode request) {
    return checked(answer(operation, request));
  }

  private DynamoEngine.Answer answer(String operation, ObjectNode request) {
    return engine.call(place, operation, Json.bytes(request));
  }

  private JsonNode checked(DynamoEngine.Answer answer) {
    var reply = read(answer);
    if (answer.status() != 200) {
      throw new IllegalStateException("The stream of " + table + " cannot be read: " + reply);
    }
    return reply;
  }

  private static JsonNode read(DynamoEngine.Answer answer) {
    try {
      return Json.read(answer.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
