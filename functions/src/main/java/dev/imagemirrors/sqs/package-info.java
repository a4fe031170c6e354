/// Operations that wait, in SQS.
@NullMarked
package dev.imagemirrors.sqs;

import org.jspecify.annotations.NullMarked;
