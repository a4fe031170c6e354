/// Priming: runs a function once before Lambda takes its SnapStart snapshot.
@NullMarked
package dev.imagemirrors.priming;

import org.jspecify.annotations.NullMarked;
