package dev.imagemirrors.edit;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;

/// A request to replace the mirrors of an image mirror. The source never changes.
public final class EditRequest {
  private EditRequest() {}

  public static Request read(Fields fields, Target target) {
    var key = CommonFields.key(fields);
    var source = fields.optional("source", Source::new);
    var mirrors = CommonFields.mirrors(fields, target.region());
    var version = CommonFields.version(fields);
    CommonFields.type(fields);
    var confirmed = CommonFields.confirmed(fields);
    return CommonFields.request(
        fields,
        target,
        () ->
            new Write.Edit(
                requireNonNull(key), requireNonNull(mirrors), source, version, confirmed));
  }
}
