/// Settings and clients: reads the environment, chooses region and role, builds clients.
@NullMarked
package dev.imagemirrors.wiring;

import org.jspecify.annotations.NullMarked;
