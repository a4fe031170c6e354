/// DynamoDB Local in this process, with the tables of the template.
@NullMarked
package dev.imagemirrors.local.dynamodb;

import org.jspecify.annotations.NullMarked;
