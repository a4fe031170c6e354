/// What template.yaml declares, read as CloudFormation and SAM would read it.
@NullMarked
package dev.imagemirrors.local.template;

import org.jspecify.annotations.NullMarked;
