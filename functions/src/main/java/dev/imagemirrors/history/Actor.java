package dev.imagemirrors.history;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The caller of a request, and the event it came with.
///
/// Through the API: the identity that API Gateway authenticated. From the bus: the account and
/// source of the event. For a direct invocation, only the request ID is known, with which
/// CloudTrail has the caller. Through the OCM-compatible API: the user of a token that OCM
/// accepted.
public record Actor(Via via, String id, @Nullable String account, @Nullable String event) {
  private static final Pattern SESSION =
      Pattern.compile("(arn:aws[a-z-]*):sts::(\\d{12}):assumed-role/([^/]+)/.*");

  /// How the request arrived.
  public enum Via {
    API,
    BUS,
    DIRECT,
    OCM
  }

  /// The ARNs that an API caller was authenticated as, for comparing with patterns: of a role's
  /// session, also the role's. Empty for everybody else.
  public List<String> arns() {
    if (via != Via.API || !id.startsWith("arn:")) {
      return List.of();
    }
    var session = SESSION.matcher(id);
    return session.matches()
        ? List.of(id, session.replaceFirst("$1:iam::$2:role/$3"))
        : List.of(id);
  }

  /// A caller with the way in, as tables show it: an ARN needs none.
  ///
  /// @param via the label of the way in, as a history has it
  public static String shown(@Nullable String via, String id) {
    return via == null || via.equals("api") ? id : via + ":" + id;
  }
}
