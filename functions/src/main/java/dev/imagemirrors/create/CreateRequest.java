package dev.imagemirrors.create;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;

/// A request to create an image mirror: a source that the cluster does not mirror yet, and its
/// mirrors.
public final class CreateRequest {
  private CreateRequest() {}

  public static Request read(Fields fields, Target target) {
    var source = fields.required("source", "Image mirror source is required", Source::new);
    var mirrors = CommonFields.mirrors(fields, target.region());
    CommonFields.type(fields);
    var confirmed = CommonFields.confirmed(fields);
    return CommonFields.request(
        fields,
        target,
        () ->
            new Write.Create(
                new MirrorSet.Wanted(requireNonNull(source), requireNonNull(mirrors)), confirmed));
  }
}
