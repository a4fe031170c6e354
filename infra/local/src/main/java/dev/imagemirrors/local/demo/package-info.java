/// The demonstration: the whole story, played on a local stack and checked step by step.
@NullMarked
package dev.imagemirrors.local.demo;

import org.jspecify.annotations.NullMarked;
