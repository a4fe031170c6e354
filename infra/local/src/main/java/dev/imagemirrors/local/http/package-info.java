/// The one port: plain requests in, plain replies out.
@NullMarked
package dev.imagemirrors.local.http;

import org.jspecify.annotations.NullMarked;
