package dev.imagemirrors.document;

/// A part of a document that image mirrors of a cluster do not support, or do not need.
///
/// @param document its position, kind and name: `2 ImageTagMirrorSet/team`
/// @param entry the path in the document, and the source of the entry
public record NotCarriedOver(String document, String entry, String reason) {}
