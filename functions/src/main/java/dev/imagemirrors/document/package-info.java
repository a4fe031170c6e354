/// Sets of image mirrors as OpenShift writes them.
@NullMarked
package dev.imagemirrors.document;

import org.jspecify.annotations.NullMarked;
