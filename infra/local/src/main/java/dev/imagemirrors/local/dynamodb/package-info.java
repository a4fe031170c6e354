/// DynamoDB Local in this process, with the template's tables.
@NullMarked
package dev.imagemirrors.local.dynamodb;

import org.jspecify.annotations.NullMarked;
