/// Lambda handlers: read the event, open the services, write the reply.
@NullMarked
package dev.imagemirrors.handler;

import org.jspecify.annotations.NullMarked;
