/// EventBridge: matches events on a bus against the rules of the template.
@NullMarked
package dev.imagemirrors.local.events;

import org.jspecify.annotations.NullMarked;
