package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/// Events on a bus that match the pattern go to the function.
public record BusRule(String function, String bus, JsonNode pattern) {}
