package dev.imagemirrors.local.lambda;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A reference to a function: `name`, `name:alias`, a partial ARN (`000000000000:function:name`) or
/// a full ARN.
record FunctionReference(String name, Optional<String> qualifier) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?(?:\\d{12}:)?(?:function:)?([A-Za-z0-9-_]+)(?::([A-Za-z0-9$_-]+))?");

  static Optional<FunctionReference> parse(String encoded) {
    var matcher = SHAPE.matcher(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    return matcher.matches()
        ? Optional.of(
            new FunctionReference(matcher.group(1), Optional.ofNullable(matcher.group(2))))
        : Optional.empty();
  }

  /// The template has the aliases `live`, for direct invocations, and `service`. All versions are
  /// the same here.
  boolean exists() {
    return qualifier
        .map(q ->
            q.equals("live")
                || q.equals(LocalFunction.SERVICE)
                || q.equals("$LATEST")
                || q.matches("\\d+"))
        .orElse(true);
  }

  FunctionReference or(Optional<String> otherQualifier) {
    return new FunctionReference(name, qualifier.or(() -> otherQualifier));
  }
}
