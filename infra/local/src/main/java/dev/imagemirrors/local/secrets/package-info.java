/// Secrets Manager, with the secrets of the template.
@NullMarked
package dev.imagemirrors.local.secrets;

import org.jspecify.annotations.NullMarked;
