/// What the AWS protocols have in common: who calls, from which region, and how a refusal looks.
@NullMarked
package dev.imagemirrors.local.aws;

import org.jspecify.annotations.NullMarked;
