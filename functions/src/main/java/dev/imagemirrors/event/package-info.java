/// Any of the event shapes in, one typed request out; one reply in, the shape's answer out.
@NullMarked
package dev.imagemirrors.event;

import org.jspecify.annotations.NullMarked;
