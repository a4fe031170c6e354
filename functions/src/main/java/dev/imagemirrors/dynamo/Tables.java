package dev.imagemirrors.dynamo;

/// The names of the two tables: the main one, and the history, to which entries are only added.
public record Tables(String mirrors, String history) {}
