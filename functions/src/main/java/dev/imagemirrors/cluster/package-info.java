/// A ROSA cluster, whether its image mirrors can be changed, and the ports to OCM.
@NullMarked
package dev.imagemirrors.cluster;

import org.jspecify.annotations.NullMarked;
