package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/// One entry of Resources, its properties not resolved yet.
record Resource(String id, String type, JsonNode properties) {}
