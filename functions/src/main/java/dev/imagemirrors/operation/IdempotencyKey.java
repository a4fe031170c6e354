package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import java.util.List;

/// A caller's key that identifies repeats of a request: requests with the same key have one effect.
///
/// @param id the hash of the key and its scope: kind of write, caller, cluster
/// @param fields the hash of what must be the same in a repeat
public record IdempotencyKey(String id, String fields) {
  /// The key of a request.
  ///
  /// @param cluster the cluster as the request names it: the key is claimed before the cluster is
  ///   looked up
  public static IdempotencyKey of(
      String kind, Principal caller, ClusterKey cluster, String key, String fields) {
    // Callers and keys can contain any character.
    var scoped = Json.strings(List.of(kind, caller.value(), cluster.value(), key));
    return new IdempotencyKey(Digest.sha256(JsonWriter.write(scoped)), Digest.sha256(fields));
  }
}
