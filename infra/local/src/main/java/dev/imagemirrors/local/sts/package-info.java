/// STS: assumed roles and the accounts that they belong to.
@NullMarked
package dev.imagemirrors.local.sts;

import org.jspecify.annotations.NullMarked;
