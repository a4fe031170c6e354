/// OCM as its clients meet it: the only package with HTTP and OCM's JSON.
@NullMarked
package dev.imagemirrors.ocm;

import org.jspecify.annotations.NullMarked;
