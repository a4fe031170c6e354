package dev.imagemirrors.ocm;

import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Our credentials for the token service. Never printed.
public sealed interface OcmCredentials {
  /// A service account.
  record ClientCredentials(String id, String secret) implements OcmCredentials {
    @Override
    public String toString() {
      return "ClientCredentials";
    }
  }

  /// A person's offline token.
  record OfflineToken(String token) implements OcmCredentials {
    @Override
    public String toString() {
      return "OfflineToken";
    }
  }

  /// Reads `{"client_id", "client_secret"}` or `{"offline_token"}`.
  static OcmCredentials parse(String secret) {
    try {
      var json = JsonReader.read(secret);
      var id = json.at("client_id").asText();
      var clientSecret = json.at("client_secret").asText();
      var offline = json.at("offline_token").asText();
      if (id != null && clientSecret != null && offline == null) {
        return new ClientCredentials(id, clientSecret);
      }
      if (offline != null && clientSecret == null) {
        return new OfflineToken(offline);
      }
    } catch (JsonFault _) {
      // Reported below, without any content of the secret.
    }
    throw new Unusable(
        "The OCM secret must be a JSON object with client_id and client_secret, or with"
            + " offline_token");
  }

  /// The secret contains no usable credentials.
  final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unusable(String reason) {
      super(reason, null, false, false);
    }
  }

  /// The secret cannot be read at present.
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /// The body of the request for a token.
  default String form() {
    return switch (this) {
      case ClientCredentials _ -> "grant_type=client_credentials";
      case OfflineToken(var token) ->
          "grant_type=refresh_token&client_id=cloud-services&refresh_token="
              + URLEncoder.encode(token, StandardCharsets.UTF_8);
    };
  }

  /// The `Authorization` header of the request for a token.
  default Optional<String> authorization() {
    return switch (this) {
      case ClientCredentials(var id, var secret) ->
          Optional.of(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8)));
      case OfflineToken _ -> Optional.empty();
    };
  }
}
