/// What an image mirror is, and what it may not be: pure values, no effects.
@NullMarked
package dev.imagemirrors.mirror;

import org.jspecify.annotations.NullMarked;
