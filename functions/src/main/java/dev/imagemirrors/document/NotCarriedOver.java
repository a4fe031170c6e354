package dev.imagemirrors.document;

/// What a document asks for and a cluster's image mirrors cannot give.
///
/// @param document its place, kind and name: `2 ImageTagMirrorSet/team`
/// @param entry the place in it, and what is there
public record NotCarriedOver(String document, String entry, String reason) {}
