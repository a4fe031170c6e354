/// Replies: a result in, the reply of the event's shape out.
@NullMarked
package dev.imagemirrors.reply;

import org.jspecify.annotations.NullMarked;
