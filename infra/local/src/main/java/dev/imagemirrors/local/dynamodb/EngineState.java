package dev.imagemirrors.local.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.TableResource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Stores the stack's own state in a table of DynamoDB Local that clients cannot reach, in a
/// separate account.
public final class EngineState implements State {
  private static final String TABLE = "State";

  private final DynamoEngine engine;
  private final Scope scope;

  public EngineState(DynamoEngine engine, Scope scope) {
    this.engine = engine;
    // Not a 12-digit account, so no access key maps to it.
    this.scope = new Scope("stack" + scope.account(), scope.region());
    var creation = Json.object().put("TableName", TABLE).put("BillingMode", "PAY_PER_REQUEST");
    creation
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "key")
        .put("AttributeType", "S");
    creation.putArray("KeySchema").addObject().put("AttributeName", "key").put("KeyType", "HASH");
    Tables.make(List.of(new TableResource(TABLE, creation, Optional.empty())), this.scope, engine);
  }

  @Override
  public void put(String key, String value) {
    var request = Json.object().put("TableName", TABLE);
    var item = request.putObject("Item");
    item.putObject("key").put("S", key);
    item.putObject("value").put("S", value);
    call("PutItem", request);
  }

  @Override
  public void remove(String key) {
    var request = Json.object().put("TableName", TABLE);
    request.putObject("Key").putObject("key").put("S", key);
    call("DeleteItem", request);
  }

  @Override
  public SortedMap<String, String> startingWith(String prefix) {
    var found = new TreeMap<String, String>();
    var request = Json.object().put("TableName", TABLE);
    JsonNode last;
    do {
      var page = call("Scan", request);
      for (var item : page.path("Items")) {
        found.put(item.path("key").path("S").asText(), item.path("value").path("S").asText());
      }
      last = page.path("LastEvaluatedKey");
      request.set("ExclusiveStartKey", last);
    } while (!last.isMissingNode());
    found.keySet().removeIf(key -> !key.startsWith(prefix));
    return found;
  }

  private JsonNode call(String operation, ObjectNode request) {
    var answer = engine.call(scope, operation, Json.bytes(request));
    try {
      var reply = Json.read(answer.body());
      if (answer.status() != 200) {
        throw new IllegalStateException("Cannot store the state of the stack: " + reply);
      }
      return reply;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
