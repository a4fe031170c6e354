package dev.imagemirrors.local.template;

import java.util.Optional;

/// A secret, with the value that the template gives it, if it does.
public record SecretResource(String id, String name, String arn, Optional<String> value) {}
