/// Speaks OCM's API: its clients' requests in, our operations inside, OCM's replies out.
@NullMarked
package dev.imagemirrors.ocmproxy;

import org.jspecify.annotations.NullMarked;
