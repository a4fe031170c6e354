package dev.imagemirrors.operation;

import dev.imagemirrors.json.Digest;
import org.jspecify.annotations.Nullable;

/// A caller's key that identifies repeats of a request: requests with the same key have one effect.
///
/// @param id the hash of the key and its scope: kind of write, caller's account, key
/// @param fields the hash of what must be the same in a repeat
public record IdempotencyKey(String id, String fields) {
  public static IdempotencyKey of(
      String kind, @Nullable String account, String key, String fields) {
    var scope = kind + '\n' + (account == null ? "" : account) + '\n' + key;
    return new IdempotencyKey(Digest.sha256(scope), Digest.sha256(fields));
  }
}
