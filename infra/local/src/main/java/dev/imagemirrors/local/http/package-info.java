/// The HTTP port of the local stack: requests and replies.
@NullMarked
package dev.imagemirrors.local.http;

import org.jspecify.annotations.NullMarked;
