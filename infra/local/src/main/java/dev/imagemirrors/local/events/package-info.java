/// EventBridge: events put on a bus, matched against the template's rules.
@NullMarked
package dev.imagemirrors.local.events;

import org.jspecify.annotations.NullMarked;
