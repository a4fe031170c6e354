package dev.imagemirrors.local.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Caller;
import dev.imagemirrors.local.aws.JsonService;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.SessionTokens;
import dev.imagemirrors.local.json.Json;
import java.util.Map;
import java.util.Optional;

/// GetSecretValue, PutSecretValue and DescribeSecret. Only functions may read a value: other users
/// of this machine reach the port, too.
public final class SecretsManager {
  /// Finds secrets; empty for a region without a stack.
  public interface Directory {
    Optional<Secrets> at(Scope scope);
  }

  private final Directory directory;
  private final SessionTokens tokens;

  private SecretsManager(Directory directory, SessionTokens tokens) {
    this.directory = directory;
    this.tokens = tokens;
  }

  public static JsonService service(Directory directory, SessionTokens tokens, String homeRegion) {
    var manager = new SecretsManager(directory, tokens);
    return new JsonService(
        "secretsmanager.",
        homeRegion,
        Map.of(
            "GetSecretValue", manager::value,
            "PutSecretValue", manager::put,
            "DescribeSecret", manager::describe));
  }

  private JsonNode value(JsonNode input, Caller caller) {
    if (!tokens.isFunction(caller)) {
      throw new AwsFault(
          400, "AccessDeniedException", "Only functions of the local stack may read secrets");
    }
    var secret = find(input, caller);
    var version = secret.current();
    var value =
        version
            .value()
            .orElseThrow(() ->
                notFound(
                    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"));
    return versioned(secret, version).put("SecretString", value);
  }

  private JsonNode put(JsonNode input, Caller caller) {
    var secret = find(input, caller);
    return versioned(secret, secret.put(input.path("SecretString").asText()));
  }

  private JsonNode describe(JsonNode input, Caller caller) {
    var secret = find(input, caller);
    return Json.object().put("ARN", secret.arn()).put("Name", secret.name());
  }

  private Secret find(JsonNode input, Caller caller) {
    return directory
        .at(caller.scope())
        .flatMap(secrets -> secrets.find(input.path("SecretId").asText()))
        .orElseThrow(() -> notFound("Secrets Manager can't find the specified secret."));
  }

  private static AwsFault notFound(String message) {
    return new AwsFault(400, "ResourceNotFoundException", message);
  }

  private static ObjectNode versioned(Secret secret, Secret.Version version) {
    var reply =
        Json.object()
            .put("ARN", secret.arn())
            .put("Name", secret.name())
            .put("VersionId", version.id());
    reply.putArray("VersionStages").add("AWSCURRENT");
    return reply;
  }
}
