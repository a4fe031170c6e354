/// Verifies that a cluster's history is as it was written.
@NullMarked
package dev.imagemirrors.verifyhistory;

import org.jspecify.annotations.NullMarked;
