package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// A table, as DynamoDB's CreateTable wants it.
public record TableResource(String name, ObjectNode creation, Optional<String> timeToLive) {}
