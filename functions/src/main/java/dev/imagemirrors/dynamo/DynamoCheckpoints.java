package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.packed;
import static dev.imagemirrors.dynamo.Attributes.size;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The checkpoints of histories, in the history table: with partition keys of their own, so that no
/// reader of entries meets them.
///
/// | attribute | meaning |
/// |---|---|
/// | `cluster_id`, `number` | the key: `CHECKPOINT#` and the cluster, and the number of the entry |
/// | `checkpoint` | the canonical JSON of the checkpoint, compressed when it is large |
/// | `hash` | the SHA-256 of that JSON, in lower-case hex |
/// | `schema_version` | the version of this table, [Schema] |
public final class DynamoCheckpoints implements Checkpoints {
  /// An item has at most 400 KB, with the names of its attributes.
  private static final int MOST_BYTES = 390_000;

  private static final String CONTENT = "checkpoint";

  private final DynamoDbClient client;
  private final Tables tables;

  public DynamoCheckpoints(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  private static AttributeValue partition(String clusterId) {
    return text(StateCheckpoint.PARTITION + clusterId);
  }

  @Override
  public Optional<StateCheckpoint> newest(String clusterId, long upTo) {
    if (upTo < StateCheckpoint.INTERVAL) {
      return Optional.empty();
    }
    var found =
        call(() ->
            client.query(query ->
                query
                    .tableName(tables.history())
                    .keyConditionExpression("cluster_id = :cluster AND #number <= :number")
                    .expressionAttributeNames(Map.of("#number", "number"))
                    .expressionAttributeValues(
                        Map.of(":cluster", partition(clusterId), ":number", number(upTo)))
                    .scanIndexForward(false)
                    .consistentRead(true)
                    .limit(1)));
    return found.items().stream().findFirst().map(item -> read(clusterId, item));
  }

  private static StateCheckpoint read(String clusterId, Map<String, AttributeValue> item) {
    Schema.check(item);
    var number = new BigDecimal(Objects.requireNonNull(item.get("number")).n());
    try {
      var content = Attributes.unpacked(item, CONTENT);
      if (content != null && Digest.sha256(content).equals(text(item, "hash"))) {
        return StateCheckpoint.read(clusterId, JsonReader.read(content))
            .filter(checkpoint -> number.compareTo(BigDecimal.valueOf(checkpoint.number())) == 0)
            .filter(checkpoint -> StateCheckpoint.isAt(checkpoint.number()))
            .orElseThrow(() -> new AlteredEntry(number, null));
      }
    } catch (JsonFault | UncheckedIOException broken) {
      throw new AlteredEntry(number, broken);
    }
    throw new AlteredEntry(number, null);
  }

  @Override
  public void add(String clusterId, StateCheckpoint checkpoint) {
    var content = JsonWriter.write(checkpoint.json(clusterId).sorted());
    var stored = packed(content);
    if (size(stored) > MOST_BYTES) {
      return;
    }
    try {
      call(() ->
          client.putItem(put ->
              put.tableName(tables.history())
                  .item(
                      Map.of(
                          "cluster_id",
                          partition(clusterId),
                          "number",
                          number(checkpoint.number()),
                          CONTENT,
                          stored,
                          "hash",
                          text(Digest.sha256(content)),
                          Schema.ATTRIBUTE,
                          Schema.VALUE))
                  .conditionExpression("attribute_not_exists(cluster_id)")));
    } catch (ConditionalCheckFailedException _) {
      // A checkpoint never changes: the one that is there was computed from the same entries.
    }
  }
}
