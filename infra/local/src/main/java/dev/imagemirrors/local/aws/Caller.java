package dev.imagemirrors.local.aws;

import java.util.Optional;

/// Who calls, and where: the account that the access key belongs to and the region that the request
/// was signed for.
///
/// An unsigned request (`curl`) comes from the stack's own account and region, without an access
/// key.
public record Caller(Optional<String> accessKey, Place place) {
  public String account() {
    return place.account();
  }

  public String region() {
    return place.region();
  }
}
