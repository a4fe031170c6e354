package dev.imagemirrors.event;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.NewerSchema;

/// A record of the history table's stream.
public sealed interface StreamRecord {
  /// A new entry of a history.
  record Inserted(HistoryEntry entry) implements StreamRecord {}

  /// A change or a removal. Entries never change, so nothing follows from it.
  record Other() implements StreamRecord {}

  /// Reads a record of a DynamoDB stream.
  ///
  /// @throws IllegalStateException when a new item is not a history entry
  /// @throws NewerSchema when a newer version of the functions wrote the entry
  static StreamRecord read(Json content) {
    if (!Json.of("INSERT").equals(content.at("eventName"))) {
      return new Other();
    }
    var image = content.at("dynamodb").at("NewImage");
    var schema = image.at("schema_version").at("N").asText();
    NewerSchema.check("An entry of the history", schema == null ? 0 : Long.parseLong(schema));
    var text = image.at("entry").at("S").asText();
    var hash = image.at("hash").at("S").asText();
    var number = image.at("number").at("N").asText();
    if (text == null || hash == null || number == null) {
      throw new IllegalStateException("the stream record is not a history entry");
    }
    return new Inserted(new HistoryEntry(Long.parseLong(number), text, hash));
  }
}
