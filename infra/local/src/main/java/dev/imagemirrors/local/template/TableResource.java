package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// A table.
///
/// @param creation the request of DynamoDB's CreateTable
public record TableResource(String name, ObjectNode creation, Optional<String> timeToLive) {}
