/// DynamoDB streams: changes of tables, handed to functions.
@NullMarked
package dev.imagemirrors.local.streams;

import org.jspecify.annotations.NullMarked;
