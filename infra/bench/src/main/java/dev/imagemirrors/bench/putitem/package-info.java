/// What one call to DynamoDB costs.
@NullMarked
package dev.imagemirrors.bench.putitem;

import org.jspecify.annotations.NullMarked;
