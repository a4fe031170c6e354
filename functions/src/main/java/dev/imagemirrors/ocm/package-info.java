/// The client of OCM: the only package with HTTP and OCM's JSON.
@NullMarked
package dev.imagemirrors.ocm;

import org.jspecify.annotations.NullMarked;
