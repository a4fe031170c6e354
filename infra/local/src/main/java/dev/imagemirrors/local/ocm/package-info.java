/// A simulation of OCM in one process: clusters, image mirrors, tokens, and injected faults.
@NullMarked
package dev.imagemirrors.local.ocm;

import org.jspecify.annotations.NullMarked;
