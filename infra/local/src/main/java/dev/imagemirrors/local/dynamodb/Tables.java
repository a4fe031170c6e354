package dev.imagemirrors.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.template.TableResource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The template's tables, made where they are not there yet.
public final class Tables {
  private Tables() {}

  public static void make(List<TableResource> tables, Place place, DynamoEngine engine) {
    for (var table : tables) {
      expect(
          engine.call(place, "CreateTable", Json.bytes(table.creation())),
          "ResourceInUseException");
      table
          .timeToLive()
          .ifPresent(attribute ->
              // Where it is enabled already, DynamoDB calls it a validation error.
              expect(
                  engine.call(
                      place, "UpdateTimeToLive", Json.bytes(expiry(table.name(), attribute))),
                  "ValidationException"));
    }
  }

  private static void expect(DynamoEngine.Answer answer, String harmless) {
    var body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() != 200 && !body.contains(harmless)) {
      throw new IllegalStateException("A table cannot be made: " + body);
    }
  }

  private static JsonNode expiry(String table, String attribute) {
    var expiry = Json.object().put("TableName", table);
    expiry
        .putObject("TimeToLiveSpecification")
        .put("AttributeName", attribute)
        .put("Enabled", true);
    return expiry;
  }
}
