package dev.imagemirrors.delete;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;

/// A request to delete an image mirror, which requires `yes`.
public final class DeleteRequest {
  private DeleteRequest() {}

  public static Request read(Fields fields, Target target) {
    var key = CommonFields.key(fields);
    var confirmed = CommonFields.confirmed(fields);
    var version = CommonFields.version(fields);
    return CommonFields.request(
        fields, target, () -> new Write.Delete(requireNonNull(key), confirmed, version));
  }
}
