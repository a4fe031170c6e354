/// The local stack: the functions unmodified, over parts that need no account and no Docker.
@NullMarked
package dev.imagemirrors.local;

import org.jspecify.annotations.NullMarked;
