/// Reads the environment, chooses region and role, builds clients, and enters a function.
@NullMarked
package dev.imagemirrors.wiring;

import org.jspecify.annotations.NullMarked;
