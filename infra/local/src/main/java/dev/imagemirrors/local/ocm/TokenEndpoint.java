package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The token service: exchanges the credentials of a service account, or an offline token, for an
/// access token.
///
/// It accepts any client and any secret except `wrong`, and any offline token except `dead` and
/// expired ones.
final class TokenEndpoint {
  static final String REALM = "/auth/realms/redhat-external";
  static final String PATH = REALM + "/protocol/openid-connect/token";
  private static final String WRONG_SECRET = "wrong";
  private static final String DEAD_TOKEN = "dead";

  private final String issuer;
  private final Tokens tokens;

  TokenEndpoint(String url, Tokens tokens) {
    this.issuer = url + REALM;
    this.tokens = tokens;
  }

  Answer.Reply token(Call call) {
    Map<String, String> form = call.form();
    return switch (form.getOrDefault("grant_type", "")) {
      case "client_credentials" -> forServiceAccount(call, form);
      case "refresh_token" -> forOfflineToken(form);
      case "" -> refusal(400, "invalid_request", "Missing form parameter: grant_type");
      default -> refusal(400, "unsupported_grant_type", "Unsupported grant_type");
    };
  }

  private record Client(String id, String secret) {}

  private Answer.Reply forServiceAccount(Call call, Map<String, String> form) {
    Client client =
        call.authorization()
            .flatMap(TokenEndpoint::basic)
            .orElseGet(() ->
                new Client(
                    form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")));
    if (client.id().isEmpty()) {
      return refusal(401, "invalid_client", "Invalid client or Invalid client credentials");
    }
    if (client.secret().isEmpty() || client.secret().equals(WRONG_SECRET)) {
      return refusal(401, "unauthorized_client", "Invalid client or Invalid client credentials");
    }
    return Answer.Reply.ok(granted(client.id(), "service-account-" + client.id()));
  }

  private Answer.Reply forOfflineToken(Map<String, String> form) {
    String clientId = form.getOrDefault("client_id", "");
    String sent = form.getOrDefault("refresh_token", "");
    if (clientId.isEmpty()) {
      return refusal(401, "invalid_client", "Invalid client or Invalid client credentials");
    }
    if (sent.isEmpty()) {
      return refusal(400, "invalid_request", "No refresh token");
    }
    Optional<ObjectNode> claims = Tokens.claims(sent);
    if (sent.equals(DEAD_TOKEN) || claims.map(tokens::isExpired).orElse(false)) {
      return refusal(400, "invalid_grant", "Token is not active");
    }
    String username = claims.map(Tokens::username).orElse("offline-user");
    String next = claims.isPresent() ? sent : tokens.offline(issuer, clientId, username);
    return Answer.Reply.ok(granted(clientId, username).put("refresh_token", next));
  }

  private ObjectNode granted(String clientId, String username) {
    var issued = tokens.issue(issuer, clientId, username);
    return Json.object()
        .put("access_token", issued.token())
        .put("expires_in", issued.lifetime().toSeconds())
        .put("refresh_expires_in", 0)
        .put("token_type", "Bearer")
        .put("not-before-policy", 0)
        .put("scope", "openid api.ocm");
  }

  static Answer.Reply refusal(int status, String description) {
    String error =
        switch (status) {
          case 400 -> "invalid_grant";
          case 401, 403 -> "unauthorized_client";
          case 503 -> "temporarily_unavailable";
          default -> "server_error";
        };
    return refusal(status, error, description);
  }

  private static Answer.Reply refusal(int status, String error, String description) {
    return Answer.Reply.json(
        status, Json.object().put("error", error).put("error_description", description));
  }

  /// Clients differ on whether the two are form-encoded before they are joined; a value that cannot
  /// be decoded is used unchanged.
  private static Optional<Client> basic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] joined = Base64.getDecoder().decode(authorization.substring(6).strip());
      String[] parts = new String(joined, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2
          ? Optional.of(new Client(plain(parts[0]), plain(parts[1])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String plain(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}
