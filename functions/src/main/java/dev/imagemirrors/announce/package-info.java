/// Announces changes on the bus, from the history.
@NullMarked
package dev.imagemirrors.announce;

import org.jspecify.annotations.NullMarked;
