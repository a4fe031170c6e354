/// The functions, run in this process, and the Lambda API in front of them.
@NullMarked
package dev.imagemirrors.local.lambda;

import org.jspecify.annotations.NullMarked;
