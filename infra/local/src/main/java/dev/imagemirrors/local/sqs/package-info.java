/// SQS: the queues of the template, in memory, and the functions that they trigger.
@NullMarked
package dev.imagemirrors.local.sqs;

import org.jspecify.annotations.NullMarked;
