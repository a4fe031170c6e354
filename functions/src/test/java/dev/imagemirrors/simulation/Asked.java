package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller asks for.
///
/// @param reason the caller's own words for the history, by which what comes of it is found
/// @param cluster the cluster's name
/// @param first the words of the first of those that ask for the same one after the other
/// @param fields all other fields but the reason
/// @param user whose token comes with it, where a client of OCM asks
record Asked(
    String reason,
    String first,
    Deployed function,
    String cluster,
    Json.Members fields,
    @Nullable String key,
    @Nullable String user) {
  /// The same once more.
  Asked again(String other) {
    return new Asked(other, first, function, cluster, fields, key, user);
  }

  /// Something else under the same key.
  Asked instead(Json.Members others, String other) {
    return new Asked(other, other, function, cluster, others, key, user);
  }

  boolean isLike(Asked other) {
    return function == other.function
        && cluster.equals(other.cluster)
        && fields.equals(other.fields);
  }

  /// Whether both are tries of the same client to have the same done.
  boolean isOfOneWith(Asked other) {
    return first.equals(other.first);
  }

  /// As an event of the API that clients of OCM call, with whose token and for a cluster's ID.
  Json proxy(String clusterId, String token) {
    var all = "/" + clusterId + "/image_mirrors";
    return switch (function) {
      case CREATE -> Events.proxy("POST", all, token, fields, reason);
      case EDIT ->
          Events.proxy("PATCH", all + "/" + id().get("id"), token, without(fields), reason);
      case DELETE -> Events.proxy("DELETE", all + "/" + id().get("id"), token, null, reason);
      default -> throw new IllegalStateException("no write by the door: " + function);
    };
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
