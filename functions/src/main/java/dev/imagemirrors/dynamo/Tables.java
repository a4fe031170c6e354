package dev.imagemirrors.dynamo;

/// The names of the two tables: what may change, and the history, which may only grow.
public record Tables(String mirrors, String history) {}
