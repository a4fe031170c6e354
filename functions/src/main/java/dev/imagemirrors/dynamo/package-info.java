/// The stores on DynamoDB: the only package with DynamoDB types.
@NullMarked
package dev.imagemirrors.dynamo;

import org.jspecify.annotations.NullMarked;
