package dev.imagemirrors.local.aws;

import java.util.Optional;

/// The caller: the account of the access key, and the region that the request was signed for.
///
/// An unsigned request (`curl`) belongs to the stack's own account and region, and has no access
/// key.
///
/// @param sessionToken the token of temporary credentials
public record Caller(Optional<String> accessKey, Scope scope, Optional<String> sessionToken) {
  public String account() {
    return scope.account();
  }

  public String region() {
    return scope.region();
  }
}
