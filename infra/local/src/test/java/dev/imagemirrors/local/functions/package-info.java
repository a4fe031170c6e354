/// Small functions for tests of the local stack.
@NullMarked
package dev.imagemirrors.local.functions;

import org.jspecify.annotations.NullMarked;
