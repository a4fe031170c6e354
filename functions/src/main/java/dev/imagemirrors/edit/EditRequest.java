package dev.imagemirrors.edit;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;

/// Asks for another list of mirrors. It replaces the one that is there; the source never changes.
public final class EditRequest {
  private EditRequest() {}

  public static Request read(Fields fields, Target target) {
    var key = CommonFields.key(fields);
    var source = fields.optional("source", Source::new);
    var mirrors = CommonFields.mirrors(fields, target.region());
    var version = CommonFields.version(fields);
    CommonFields.type(fields);
    return CommonFields.request(
        fields,
        target,
        () -> new Write.Edit(requireNonNull(key), requireNonNull(mirrors), source, version));
  }
}
