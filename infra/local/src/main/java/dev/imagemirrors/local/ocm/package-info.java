/// OCM as its clients meet it, simulated in one process: clusters, image mirrors, tokens, and
/// faults on demand.
@NullMarked
package dev.imagemirrors.local.ocm;

import org.jspecify.annotations.NullMarked;
