/// Fuzz tests: `mvn -Pfuzz`.
@NullMarked
package dev.imagemirrors.local.fuzz;

import org.jspecify.annotations.NullMarked;
