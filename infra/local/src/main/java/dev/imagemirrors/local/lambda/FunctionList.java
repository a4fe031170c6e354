package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.util.Optional;

/// The replies of ListFunctions and GetFunction, limited to members that apply to the local stack.
final class FunctionList {
  private FunctionList() {}

  static JsonNode of(Optional<Functions> functions) {
    var list = Json.object();
    var array = list.putArray("Functions");
    functions.ifPresent(all -> all.all().forEach(function -> array.add(configuration(function))));
    return list;
  }

  static JsonNode one(LocalFunction function) {
    return Json.object().set("Configuration", configuration(function));
  }

  private static ObjectNode configuration(LocalFunction function) {
    return Json.object()
        .put("FunctionName", function.declared().name())
        .put("FunctionArn", function.arn())
        .put("Runtime", "java25")
        .put("Handler", function.declared().className() + "::handleRequest")
        .put("Timeout", function.declared().timeout().toSeconds())
        .put("MemorySize", function.declared().memoryMegabytes())
        .put("Version", LambdaApi.VERSION)
        .put("State", "Active");
  }
}
