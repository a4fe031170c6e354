/// The REST API: routes to functions, with API Gateway's events, replies and refusals.
@NullMarked
package dev.imagemirrors.local.apigateway;

import org.jspecify.annotations.NullMarked;
