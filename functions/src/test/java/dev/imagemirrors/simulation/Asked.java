package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller asks for.
///
/// @param reason the caller's own words for the history, by which what comes of it is found
/// @param cluster the cluster's name
/// @param fields all other fields but the reason
record Asked(
    String reason, Deployed function, String cluster, Json.Members fields, @Nullable String key) {
  /// The same once more.
  Asked again(String other) {
    return new Asked(other, function, cluster, fields, key);
  }

  /// Something else under the same key.
  Asked instead(Json.Members others, String other) {
    return new Asked(other, function, cluster, others, key);
  }

  boolean isLike(Asked other) {
    return function == other.function
        && cluster.equals(other.cluster)
        && fields.equals(other.fields);
  }

  /// As an event of the API.
  Json api() {
    var body = with("reason", reason);
    return switch (function) {
      case CREATE -> api("POST", "/image-mirrors", Map.of(), body);
      case APPLY -> api("PUT", "/image-mirrors", Map.of(), body);
      case EDIT -> api("PATCH", "/image-mirrors/{id}", id(), without(body));
      case DELETE -> api("DELETE", "/image-mirrors/{id}", id(), without(body));
      default -> throw new IllegalStateException("no write: " + function);
    };
  }

  private Json api(String method, String path, Map<String, String> more, Json body) {
    var parameters = new java.util.TreeMap<>(more);
    parameters.put("cluster", cluster);
    return Events.api(method, "/clusters/" + cluster + path, parameters, key, body, reason);
  }

  private Map<String, String> id() {
    return Map.of("id", String.valueOf(fields.at("id").asText()));
  }

  private static Json without(Json.Members body) {
    var rest = new java.util.LinkedHashMap<>(body.values());
    rest.remove("id");
    return new Json.Members(rest);
  }

  /// As the console, or an event's detail, has it.
  Json.Members direct() {
    var all = new java.util.LinkedHashMap<>(with("reason", reason).values());
    all.put("cluster", Json.of(cluster));
    if (key != null) {
      all.put("idempotency_key", Json.of(key));
    }
    return new Json.Members(all);
  }

  private Json.Members with(String name, String value) {
    var all = new java.util.LinkedHashMap<>(fields.values());
    all.put(name, Json.of(value));
    return new Json.Members(all);
  }
}
