package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/// A rule that sends matching events on a bus to a function.
public record BusRule(String function, String bus, JsonNode pattern) {}
