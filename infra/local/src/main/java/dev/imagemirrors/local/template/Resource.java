package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/// An entry of Resources, with unresolved properties.
record Resource(String id, String type, JsonNode properties) {}
