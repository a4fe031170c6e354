/// Logs and metrics, in the formats of CloudWatch: structured JSON, and its embedded metric format.
@NullMarked
package dev.imagemirrors.cloudwatch;

import org.jspecify.annotations.NullMarked;
