package dev.imagemirrors.local.secrets;

import dev.imagemirrors.local.template.SecretResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The secrets of one account and region.
public final class Secrets {
  private final List<Secret> secrets = new ArrayList<>();

  /// Creates the declared secrets.
  ///
  /// @param values by logical ID: the values that an operator would set after a deployment
  public Secrets(List<SecretResource> declared, Map<String, String> values) {
    for (var secret : declared) {
      secrets.add(
          new Secret(
              secret.name(),
              secret.arn(),
              Optional.ofNullable(values.get(secret.id())).or(secret::value)));
    }
  }

  /// Finds a secret by name, by ARN, or by ARN without its random suffix.
  Optional<Secret> find(String id) {
    return secrets.stream()
        .filter(secret ->
            secret.name().equals(id)
                || secret.arn().equals(id)
                || secret.arn().startsWith(id + "-"))
        .findFirst();
  }
}
