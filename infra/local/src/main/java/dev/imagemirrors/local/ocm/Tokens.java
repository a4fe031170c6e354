package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Issues access tokens and identifies their users.
///
/// Tokens are unsigned JWTs, so any well-formed token that has not expired is accepted, wherever it
/// was issued.
final class Tokens {
  static final String NO_TOKEN =
      "Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie";
  static final Duration USUAL_LIFETIME = Duration.ofMinutes(15);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String SCHEME = "Bearer ";

  private final InstantSource clock;

  /// The expiry of issued tokens that have not expired yet.
  private final Map<String, Instant> issued = new HashMap<>();

  private final Map<String, Instant> revoked = new HashMap<>();
  private int issuedSoFar;
  private Duration lifetime = USUAL_LIFETIME;

  Tokens(InstantSource clock) {
    this.clock = clock;
  }

  record Issued(String token, Duration lifetime) {}

  synchronized Issued issue(String issuer, String clientId, String username) {
    Instant now = clock.instant();
    String id = UUID.randomUUID().toString();
    Instant end = now.plus(lifetime);
    List.of(issued, revoked).forEach(tokens -> tokens.values().removeIf(now::isAfter));
    issued.put(id, end);
    issuedSoFar++;
    ObjectNode claims =
        claims(issuer, clientId, username, "Bearer", id)
            .put("iat", now.getEpochSecond())
            .put("exp", end.getEpochSecond());
    return new Issued(jwt(claims), lifetime);
  }

  /// An offline token, which does not expire.
  String offline(String issuer, String clientId, String username) {
    return jwt(
        claims(issuer, clientId, username, "Offline", UUID.randomUUID().toString())
            .put("iat", clock.instant().getEpochSecond()));
  }

  synchronized void lifetime(Duration changed) {
    lifetime = changed;
  }

  /// Rejects all tokens issued so far.
  synchronized void revoke() {
    revoked.putAll(issued);
    issued.clear();
  }

  synchronized int issuedSoFar() {
    return issuedSoFar;
  }

  /// The user of a call with this header; an invalid header is a 401.
  String user(Optional<String> authorization) {
    String header = authorization.orElseThrow(() -> Refused.unauthorized(NO_TOKEN));
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Refused.unauthorized("Authentication type is not supported, 'Bearer' is");
    }
    ObjectNode claims =
        claims(header.substring(SCHEME.length()).strip())
            .orElseThrow(() -> Refused.unauthorized("Bearer token is malformed"));
    if (isExpired(claims)) {
      throw Refused.unauthorized("Bearer token is expired");
    }
    if (isRevoked(claims)) {
      throw Refused.unauthorized("Bearer token is revoked");
    }
    return username(claims);
  }

  boolean isExpired(ObjectNode claims) {
    return claims.has("exp") && clock.instant().getEpochSecond() >= claims.path("exp").asLong();
  }

  private synchronized boolean isRevoked(ObjectNode claims) {
    return revoked.containsKey(claims.path("jti").asText());
  }

  static String username(ObjectNode claims) {
    return claims.path("preferred_username").asText("unknown");
  }

  /// The claims of a JWT; empty if it is not a JWT.
  static Optional<ObjectNode> claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Json.objectIn(decoded(parts[0]));
      return Optional.of(Json.objectIn(decoded(parts[1])));
    } catch (IllegalArgumentException | Refused e) {
      return Optional.empty();
    }
  }

  private static ObjectNode claims(
      String issuer, String clientId, String username, String type, String id) {
    return Json.object()
        .put("iss", issuer)
        .put("sub", UUID.nameUUIDFromBytes(utf8(username)).toString())
        .put("jti", id)
        .put("typ", type)
        .put("azp", clientId)
        .put("clientId", clientId)
        .put("scope", "openid api.ocm")
        .put("preferred_username", username);
  }

  private static String jwt(ObjectNode claims) {
    var header = Json.object().put("alg", "none").put("typ", "JWT");
    // Real tokens are signed, so their third part is never empty, and clients may rely on that.
    return encoded(header.toString())
        + "."
        + encoded(claims.toString())
        + "."
        + encoded("unsigned");
  }

  private static String encoded(String text) {
    return ENCODER.encodeToString(utf8(text));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
