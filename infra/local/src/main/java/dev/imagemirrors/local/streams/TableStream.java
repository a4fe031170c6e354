package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stream of one table in DynamoDB Local.
public final class TableStream {
  private final DynamoEngine engine;
  private final Scope scope;
  private final String table;
  private final String localArn;

  public TableStream(DynamoEngine engine, Scope scope, String table) {
    this.engine = engine;
    this.scope = scope;
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
    return scope.arn(
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

  /// The next records of a shard: after a sequence number, or from the oldest record.
  ///
  /// DynamoDB Local may have dropped the record with that number while it keeps later ones. Then
  /// all remaining records are read, and earlier ones are skipped.
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

  /// Empty if the position no longer exists.
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
    checked(reply).path("Records").forEach(record -> records.add(Records.of(record, scope, arn())));
    return Optional.of(records);
  }

  private JsonNode call(String operation, ObjectNode request) {
    return checked(answer(operation, request));
  }

  private DynamoEngine.Answer answer(String operation, ObjectNode request) {
    return engine.call(scope, operation, Json.bytes(request));
  }

  private JsonNode checked(DynamoEngine.Answer answer) {
    var reply = read(answer);
    if (answer.status() != 200) {
      throw new IllegalStateException("Cannot read the stream of " + table + ": " + reply);
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
