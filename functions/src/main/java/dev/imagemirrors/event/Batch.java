package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A batch of records that Lambda reads from an SQS queue or a DynamoDB stream.
public record Batch(List<Item> items) {
  public Batch {
    items = List.copyOf(items);
  }

  /// One record, unread.
  ///
  /// @param id the identifier by which a reply reports a failure
  public record Item(String id, Json content) {}

  /// Empty when the event is not a batch, or has no records.
  public static Optional<Batch> read(byte[] event) {
    try {
      var records = JsonReader.read(event).at("Records").items();
      return records.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Batch(records.stream().map(record -> new Item(id(record), record)).toList()));
    } catch (JsonFault _) {
      return Optional.empty();
    }
  }

  private static String id(Json content) {
    var message = content.at("messageId").asText();
    return message != null
        ? message
        : Objects.requireNonNullElse(content.at("dynamodb").at("SequenceNumber").asText(), "");
  }
}
