package dev.imagemirrors.local.secrets;

import java.util.Optional;
import java.util.UUID;

/// A secret and its current version.
final class Secret {
  private final String name;
  private final String arn;
  private Version current;

  record Version(String id, Optional<String> value) {}

  Secret(String name, String arn, Optional<String> value) {
    this.name = name;
    this.arn = arn;
    this.current = new Version(UUID.randomUUID().toString(), value);
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  synchronized Version current() {
    return current;
  }

  synchronized Version put(String value) {
    current = new Version(UUID.randomUUID().toString(), Optional.of(value));
    return current;
  }
}
