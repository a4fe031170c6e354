/// Events: any event shape in, one typed request out.
@NullMarked
package dev.imagemirrors.event;

import org.jspecify.annotations.NullMarked;
