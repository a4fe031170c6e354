package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens that OCM issued: each names its user and expires.
final class OcmTokens {
  /// The service account of the stack.
  static final String SERVICE_ACCOUNT = "image-mirrors";

  /// A user who cannot see any cluster.
  static final String USER_WITHOUT_ACCESS = "stranger";

  private final Duration life;
  private final Map<String, Long> goodUntil = new HashMap<>();

  OcmTokens(Duration life) {
    this.life = life;
  }

  Duration life() {
    return life;
  }

  String issue(String user, long now) {
    var claims =
        JsonWriter.write(
                Json.object()
                    .put("preferred_username", user)
                    .put("jti", goodUntil.size() + 1)
                    .build())
            .getBytes(StandardCharsets.UTF_8);
    var token = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".x";
    goodUntil.put(token, now + life.toNanos());
    return token;
  }

  void revokeAll() {
    goodUntil.replaceAll((_, _) -> 0L);
  }

  /// The user of the token in a request, if the token is valid.
  Optional<String> accepted(@Nullable String authorization, long now) {
    var token = token(authorization);
    return goodUntil.getOrDefault(token, 0L) > now ? Optional.of(user(token)) : Optional.empty();
  }

  /// The user of the token in a request, valid or not.
  static String user(@Nullable String authorization) {
    var claims = token(authorization).split("\\.", -1)[1];
    try {
      var json = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
      return Objects.requireNonNull(JsonReader.read(json).at("preferred_username").asText());
    } catch (JsonFault broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static String token(@Nullable String authorization) {
    return Objects.requireNonNullElse(authorization, "").replace("Bearer ", "");
  }
}
