/// The way into a function: reads the event, opens the services, writes the reply.
@NullMarked
package dev.imagemirrors.handler;

import org.jspecify.annotations.NullMarked;
