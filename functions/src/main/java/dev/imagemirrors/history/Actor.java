package dev.imagemirrors.history;

import dev.imagemirrors.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    OCM;

    /// The name in entries of histories.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The caller in an entry of a history; null when the entry has none.
  static @Nullable Actor read(Json json) {
    var id = json.at("id").asText();
    var via =
        Arrays.stream(Via.values())
            .filter(each -> each.label().equals(json.at("via").asText()))
            .findFirst();
    return id == null || via.isEmpty()
        ? null
        : new Actor(via.get(), id, json.at("account").asText(), json.at("event").asText());
  }

  /// Whether a reader means this caller: by the name alone, as tables show it, or by the role of
  /// the session.
  public boolean isNamed(String name) {
    return name.equals(id) || name.equals(shown()) || arns().contains(name);
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

  public String shown() {
    return shown(via.label(), id);
  }

  /// A caller with the way in, as tables show it: an ARN needs none.
  ///
  /// @param via the label of the way in, as a history has it
  public static String shown(@Nullable String via, String id) {
    return via == null || via.equals("api") ? id : via + ":" + id;
  }
}
