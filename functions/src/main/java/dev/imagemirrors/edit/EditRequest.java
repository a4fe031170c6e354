package dev.imagemirrors.edit;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import org.jspecify.annotations.Nullable;

/// A request to replace the mirrors of an image mirror. The source never changes.
public final class EditRequest {
  private EditRequest() {}

  public static Request read(Fields fields, Target target) {
    var source = fields.optional("source", Source::new);
    var key =
        fields.isBlank("source") || !fields.isBlank("id") ? CommonFields.id(fields) : of(source);
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

  private static @Nullable MirrorKey of(@Nullable Source source) {
    return source == null ? null : MirrorKey.of(source);
  }
}
