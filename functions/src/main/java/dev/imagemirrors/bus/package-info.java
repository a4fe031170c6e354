/// Announcements on the event bus: the only package with EventBridge types.
@NullMarked
package dev.imagemirrors.bus;

import org.jspecify.annotations.NullMarked;
