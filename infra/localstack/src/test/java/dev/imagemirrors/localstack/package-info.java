/// The functions as they are deployed: template.yaml on LocalStack, over the OCM simulator.
@NullMarked
package dev.imagemirrors.localstack;

import org.jspecify.annotations.NullMarked;
