/// The common part of the AWS protocols: the caller, the region, and error replies.
@NullMarked
package dev.imagemirrors.local.aws;

import org.jspecify.annotations.NullMarked;
