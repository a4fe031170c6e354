/// Secrets Manager, with the template's secrets.
@NullMarked
package dev.imagemirrors.local.secrets;

import org.jspecify.annotations.NullMarked;
