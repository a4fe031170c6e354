package dev.imagemirrors.local.aws;

import java.util.Optional;

/// The caller: the account of the access key, and the region that the request was signed for.
///
/// An unsigned request (`curl`) belongs to the stack's own account and region, and has no access
/// key.
public record Caller(Optional<String> accessKey, Scope scope) {
  public String account() {
    return scope.account();
  }

  public String region() {
    return scope.region();
  }
}
