package dev.imagemirrors.local.template;

import java.util.Optional;

/// A secret, with its value if the template sets one.
public record SecretResource(String id, String name, String arn, Optional<String> value) {}
