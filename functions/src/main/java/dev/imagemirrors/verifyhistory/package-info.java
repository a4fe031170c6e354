/// Verifies that a cluster's history is intact.
@NullMarked
package dev.imagemirrors.verifyhistory;

import org.jspecify.annotations.NullMarked;
