package dev.imagemirrors.history;

import org.jspecify.annotations.Nullable;

/// Who asked, and by which event.
///
/// Through the API it is the identity that API Gateway authenticated; from the bus, the account and
/// source of the event; of a direct invocation only the request ID is known, by which CloudTrail
/// names the person; by way of OCM's own routes it is the user of a token that OCM accepted.
public record Actor(Via via, String id, @Nullable String account, @Nullable String event) {
  /// The way in.
  public enum Via {
    API,
    BUS,
    DIRECT,
    OCM
  }
}
