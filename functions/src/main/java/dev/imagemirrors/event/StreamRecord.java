package dev.imagemirrors.event;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.operation.NewerSchema;
import java.util.Objects;

/// A record of the history table's stream.
public sealed interface StreamRecord {
  /// A new entry of a history.
  record Inserted(HistoryEntry entry) implements StreamRecord {}

  /// An entry that was changed or removed, or its checkpoint. No function does that.
  ///
  /// @param number the entry's number as it is stored
  record Altered(String clusterId, String number, boolean removed) implements StreamRecord {}

  /// A new item that is not an entry of a history. No function writes one.
  record Foreign(String clusterId, String number) implements StreamRecord {}

  /// A new checkpoint of a history, or a record of an unknown kind.
  record Other() implements StreamRecord {}

  /// Reads a record of a DynamoDB stream.
  ///
  /// @throws NewerSchema when a newer version of the functions wrote the entry
  static StreamRecord read(Json content) {
    var keys = content.at("dynamodb").at("Keys");
    var partition = text(keys.at("cluster_id").at("S"));
    var isCheckpoint = partition.startsWith(StateCheckpoint.PARTITION);
    var cluster =
        isCheckpoint ? partition.substring(StateCheckpoint.PARTITION.length()) : partition;
    var number = text(keys.at("number").at("N"));
    return switch (text(content.at("eventName"))) {
      case "INSERT" ->
          isCheckpoint
              ? new Other()
              : inserted(cluster, number, content.at("dynamodb").at("NewImage"));
      case "MODIFY" -> new Altered(cluster, number, false);
      case "REMOVE" -> new Altered(cluster, number, true);
      default -> new Other();
    };
  }

  private static StreamRecord inserted(String cluster, String key, Json image) {
    var schema = image.at("schema_version").at("N").asText();
    try {
      NewerSchema.check("An entry of the history", schema == null ? 0 : Long.parseLong(schema));
      var text = text(image.at("entry").at("S"));
      var hash = text(image.at("hash").at("S"));
      var number = Long.parseLong(text(image.at("number").at("N")));
      return JsonReader.read(text) instanceof Json.Members && !hash.isEmpty()
          ? new Inserted(new HistoryEntry(number, text, hash))
          : new Foreign(cluster, key);
    } catch (NumberFormatException | JsonFault _) {
      return new Foreign(cluster, key);
    }
  }

  private static String text(Json json) {
    return Objects.requireNonNullElse(json.asText(), "");
  }
}
