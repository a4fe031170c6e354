/// Shows a cluster's history.
@NullMarked
package dev.imagemirrors.showhistory;

import org.jspecify.annotations.NullMarked;
