package dev.imagemirrors.local.template;

/// A method and a path of the REST API, and the function behind them.
///
/// @param path as declared: `/clusters/{cluster}/image-mirrors`, or with `{proxy+}` at its end
/// @param method in capitals, or `ANY`
public record ApiRoute(String function, String apiId, String stage, String method, String path) {}
