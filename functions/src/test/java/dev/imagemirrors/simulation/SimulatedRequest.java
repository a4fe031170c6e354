package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A write that a caller requests.
///
/// @param reason the caller's reason for the history, which identifies what the request led to
/// @param cluster the cluster's name
/// @param first the reason of the first attempt, when a client sends the same request several times
/// @param fields all other fields except the reason
/// @param user the user whose token the request carries, when an OCM client sends it
record SimulatedRequest(
    String reason,
    String first,
    DeployedFunction function,
    String cluster,
    Json.Members fields,
    @Nullable String key,
    @Nullable String user) {
  /// The same request, sent again.
  SimulatedRequest retry(String other) {
    return new SimulatedRequest(other, first, function, cluster, fields, key, user);
  }

  /// Other fields under the same key.
  SimulatedRequest withOtherFields(Json.Members others, String other) {
    return new SimulatedRequest(other, other, function, cluster, others, key, user);
  }

  boolean hasSameFields(SimulatedRequest other) {
    return function == other.function
        && cluster.equals(other.cluster)
        && fields.equals(other.fields);
  }

  /// Whether both are attempts of one client at the same write.
  boolean isSameClientWrite(SimulatedRequest other) {
    return first.equals(other.first);
  }

  /// As an event of the OCM-compatible API.
  Json proxy(String clusterId, String token) {
    var all = "/" + clusterId + "/image_mirrors";
    return switch (function) {
      case CREATE -> Events.proxy("POST", all, token, fields, reason);
      case EDIT ->
          Events.proxy("PATCH", all + "/" + id().get("id"), token, without(fields), reason);
      case DELETE -> Events.proxy("DELETE", all + "/" + id().get("id"), token, null, reason);
      default ->
          throw new IllegalStateException("not a write of the OCM-compatible API: " + function);
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
      default -> throw new IllegalStateException("not a write: " + function);
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

  /// As a direct invocation, or the detail of a bus event.
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
