/// Operations: what was requested and how far it is. Values and ports.
@NullMarked
package dev.imagemirrors.operation;

import org.jspecify.annotations.NullMarked;
