package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// The caller, identified by a token that is never stored or printed.
record Caller(String token) {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final int LONGEST_NAME = 255;

  /// The claims that name the caller; `azp` would name the client program.
  private static final List<String> NAMES =
      List.of("preferred_username", "username", "clientId", "client_id", "sub");

  /// The caller of an `Authorization` header.
  static Caller of(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new OcmError(401, "Authentication type is not supported, 'Bearer' is");
    }
    var token = authorization.substring(SCHEME.length()).strip();
    if (token.isEmpty()
        || token.length() > LONGEST_TOKEN
        || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new OcmError(401, "Bearer token is malformed");
    }
    return new Caller(token);
  }

  /// The user that the token claims. Nothing is verified here: trust it only after OCM has accepted
  /// this token.
  String user() {
    var claims = claims();
    return NAMES.stream()
        .flatMap(name -> Stream.ofNullable(claims.at(name).asText()))
        .filter(name -> !name.isBlank())
        .map(name -> Text.shortened(Text.printable(name), LONGEST_NAME))
        .findFirst()
        .orElse("a user whose token contains no name");
  }

  private Json claims() {
    var parts = token.split("\\.", -1);
    try {
      return parts.length < 2
          ? Json.Null.NULL
          : JsonReader.read(
              new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JsonFault _) {
      return Json.Null.NULL;
    }
  }

  @Override
  public String toString() {
    return "Caller";
  }
}
