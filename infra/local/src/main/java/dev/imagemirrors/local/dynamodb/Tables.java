package dev.imagemirrors.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.template.TableResource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Creates the tables of the template that do not exist yet.
public final class Tables {
  private Tables() {}

  public static void make(List<TableResource> tables, Scope scope, DynamoEngine engine) {
    for (var table : tables) {
      expect(
          engine.call(scope, "CreateTable", Json.bytes(table.creation())),
          "ResourceInUseException");
      table
          .timeToLive()
          .ifPresent(attribute ->
              // DynamoDB returns a validation error if it is enabled already.
              expect(
                  engine.call(
                      scope, "UpdateTimeToLive", Json.bytes(expiry(table.name(), attribute))),
                  "ValidationException"));
    }
  }

  private static void expect(DynamoEngine.Answer answer, String harmless) {
    var body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() != 200 && !body.contains(harmless)) {
      throw new IllegalStateException("Cannot create a table: " + body);
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
