package dev.imagemirrors.local.template;

/// A method and path of a REST API, and the function they invoke.
///
/// @param path as declared: `/clusters/{cluster}/image-mirrors`, or ending in `{proxy+}`
/// @param method in upper case, or `ANY`
public record ApiRoute(String function, String apiId, String stage, String method, String path) {}
