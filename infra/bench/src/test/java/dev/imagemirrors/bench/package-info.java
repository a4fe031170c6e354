/// Tests of what could be measured wrongly without a sign of it.
@NullMarked
package dev.imagemirrors.bench;

import org.jspecify.annotations.NullMarked;
