package dev.imagemirrors.local.aws;

import dev.imagemirrors.local.http.Request;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the caller from the Authorization header of Signature Version 4. The signature is not
/// verified.
///
/// `AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=…,
/// Signature=…`
public record Signature(String accessKey, String region, String service) {
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +.*?Credential=([^/,\\s]+)/\\d+/([^/,\\s]+)/([^/,\\s]+)/aws4_request.*");

  public static Optional<Signature> of(Request request) {
    return request
        .header("Authorization")
        .map(CREDENTIAL::matcher)
        .filter(m -> m.matches())
        .map(m -> new Signature(m.group(1), m.group(2), m.group(3)));
  }

  public static Caller caller(Request request, String homeRegion) {
    var signature = of(request);
    return new Caller(
        signature.map(Signature::accessKey),
        signature
            .map(s -> new Scope(AccessKeys.account(s.accessKey), s.region))
            .orElseGet(() -> new Scope(Scope.LOCAL_ACCOUNT, homeRegion)),
        request.header("X-Amz-Security-Token"));
  }
}
