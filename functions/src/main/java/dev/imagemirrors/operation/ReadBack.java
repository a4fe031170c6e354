package dev.imagemirrors.operation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.InvalidField;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads an operation back before it is stored: one that cannot be read again would hold up its
/// cluster.
public final class ReadBack {
  private static final String REASON =
      "cannot be stored: it contains a character that cannot be read back, such as half of a surrogate pair";

  private ReadBack() {}

  /// The field that cannot be read back as it is; empty when all can.
  public static Optional<InvalidField> fault(Operation operation) {
    var written = OperationJson.write(operation);
    return isReadBack(written) && OperationJson.read(written).equals(operation)
        ? Optional.empty()
        : Optional.of(new InvalidField(field("", written).orElse("event"), REASON));
  }

  private static boolean isReadBack(Json value) {
    try {
      return JsonReader.read(JsonWriter.write(value)).equals(value);
    } catch (JsonFault _) {
      return false;
    }
  }

  private static Optional<String> field(String path, Json value) {
    if (isReadBack(value)) {
      return Optional.empty();
    }
    var inner =
        switch (value) {
          case Json.Members(var members) ->
              members.entrySet().stream()
                  .flatMap(member -> field(within(path, member), member.getValue()).stream());
          case Json.Items(var items) ->
              Stream.iterate(0, i -> i < items.size(), i -> i + 1)
                  .flatMap(i -> field(path + "[" + i + "]", items.get(i)).stream());
          case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Stream.<String>empty();
        };
    return Optional.of(inner.findFirst().orElse(path));
  }

  /// The fields of a write are those of the request.
  private static String within(String path, Map.Entry<String, Json> member) {
    return path.isEmpty() || path.equals("write") ? member.getKey() : path + "." + member.getKey();
  }
}
