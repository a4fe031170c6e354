/// Lists a cluster's image mirrors, each with its state.
@NullMarked
package dev.imagemirrors.list;

import org.jspecify.annotations.NullMarked;
