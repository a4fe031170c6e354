package dev.imagemirrors.history;

import org.jspecify.annotations.Nullable;

/// The caller of a request, and the event it came with.
///
/// Through the API: the identity that API Gateway authenticated. From the bus: the account and
/// source of the event. For a direct invocation, only the request ID is known, with which
/// CloudTrail has the caller. Through the OCM-compatible API: the user of a token that OCM
/// accepted.
public record Actor(Via via, String id, @Nullable String account, @Nullable String event) {
  /// How the request arrived.
  public enum Via {
    API,
    BUS,
    DIRECT,
    OCM
  }
}
