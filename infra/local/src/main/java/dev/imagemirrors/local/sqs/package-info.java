/// SQS: the template's queues, in memory, and the functions that they feed.
@NullMarked
package dev.imagemirrors.local.sqs;

import org.jspecify.annotations.NullMarked;
