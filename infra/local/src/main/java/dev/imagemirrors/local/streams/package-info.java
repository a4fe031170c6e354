/// DynamoDB streams, which deliver changes of tables to functions.
@NullMarked
package dev.imagemirrors.local.streams;

import org.jspecify.annotations.NullMarked;
