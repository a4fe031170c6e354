/// Sets of image mirrors as OpenShift documents, in YAML or JSON.
@NullMarked
package dev.imagemirrors.document;

import org.jspecify.annotations.NullMarked;
