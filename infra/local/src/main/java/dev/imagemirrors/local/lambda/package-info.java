/// Runs the functions in this process, and provides the Lambda API.
@NullMarked
package dev.imagemirrors.local.lambda;

import org.jspecify.annotations.NullMarked;
