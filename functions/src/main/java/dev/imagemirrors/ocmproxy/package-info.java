/// The OCM-compatible API: reads requests of OCM's clients, runs our operations, and writes replies
/// as OCM does.
@NullMarked
package dev.imagemirrors.ocmproxy;

import org.jspecify.annotations.NullMarked;
