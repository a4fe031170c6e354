/// Image mirrors, sources and image references, their rules and warnings: pure values.
@NullMarked
package dev.imagemirrors.mirror;

import org.jspecify.annotations.NullMarked;
