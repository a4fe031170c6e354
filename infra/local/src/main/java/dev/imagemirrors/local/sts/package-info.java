/// STS: roles taken on, and the accounts that they lead to.
@NullMarked
package dev.imagemirrors.local.sts;

import org.jspecify.annotations.NullMarked;
