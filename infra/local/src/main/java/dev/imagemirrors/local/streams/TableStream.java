package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.json.Json;
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
  List<JsonNode> after(String shard, Optional<String> sequence) {
    var request = Json.object().put("StreamArn", localArn).put("ShardId", shard);
    sequence.ifPresentOrElse(
        number ->
            request.put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER").put("SequenceNumber", number),
        () -> request.put("ShardIteratorType", "TRIM_HORIZON"));
    var iterator = call("GetShardIterator", request).path("ShardIterator").asText();
    var records = new ArrayList<JsonNode>();
    call("GetRecords", Json.object().put("ShardIterator", iterator).put("Limit", 1000))
        .path("Records")
        .forEach(record -> records.add(Records.of(record, place, arn())));
    return records;
  }

  private JsonNode call(String operation, ObjectNode request) {
    var answer = engine.call(place, operation, Json.bytes(request));
    try {
      var reply = Json.read(answer.body());
      if (answer.status() != 200) {
        throw new IllegalStateException("The stream of " + table + " cannot be read: " + reply);
      }
      return reply;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
