/// Reads template.yaml like CloudFormation and SAM.
@NullMarked
package dev.imagemirrors.local.template;

import org.jspecify.annotations.NullMarked;
