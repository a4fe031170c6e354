/// The REST API: routes requests to functions, with the events, replies and errors of API Gateway.
@NullMarked
package dev.imagemirrors.local.apigateway;

import org.jspecify.annotations.NullMarked;
