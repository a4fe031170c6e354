/// The local stack: runs the unmodified functions without an AWS account or Docker.
@NullMarked
package dev.imagemirrors.local;

import org.jspecify.annotations.NullMarked;
