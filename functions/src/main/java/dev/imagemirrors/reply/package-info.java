/// Replies: a result in, a reply in the event's shape out.
@NullMarked
package dev.imagemirrors.reply;

import org.jspecify.annotations.NullMarked;
