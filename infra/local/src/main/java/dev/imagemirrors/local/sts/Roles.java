package dev.imagemirrors.local.sts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The configured roles. Any other role may be assumed.
public final class Roles {
  /// The response of a role.
  ///
  /// @param lifetime the lifetime of its credentials; the requested lifetime if absent
  record Trust(Optional<String> externalId, boolean denies, Optional<Duration> lifetime) {
    private static final Trust ANYONE = new Trust(Optional.empty(), false, Optional.empty());

    boolean admits(String givenExternalId) {
      return !denies && externalId.map(givenExternalId::equals).orElse(true);
    }
  }

  private final Map<String, Trust> trusts = new ConcurrentHashMap<>();

  Trust of(String arn) {
    return trusts.getOrDefault(arn, Trust.ANYONE);
  }

  /// `{"arn", "external_id", "deny", "lifetime_s"}`
  public void set(JsonNode hook) {
    trusts.put(
        hook.path("arn").asText(),
        new Trust(
            Optional.ofNullable(hook.path("external_id").asText(null)),
            hook.path("deny").asBoolean(),
            hook.has("lifetime_s")
                ? Optional.of(Duration.ofSeconds(hook.path("lifetime_s").asLong()))
                : Optional.empty()));
  }
}
