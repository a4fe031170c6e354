/// The end-to-end demo on a local stack. Every step is checked.
@NullMarked
package dev.imagemirrors.local.demo;

import org.jspecify.annotations.NullMarked;
