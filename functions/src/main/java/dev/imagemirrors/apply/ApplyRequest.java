package dev.imagemirrors.apply;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.document.Losses;
import dev.imagemirrors.document.MirrorDocuments;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import org.jspecify.annotations.Nullable;

/// A whole set of image mirrors for a cluster.
///
/// @param submission the write, to be submitted unless `dryRun` is set
/// @param losses the parts of the documents that the set leaves out
record ApplyRequest(Request submission, Write.Apply apply, boolean dryRun, Losses losses) {
  static ApplyRequest read(Fields fields, Target target) {
    var given = MirrorDocuments.Read.NOTHING;
    MirrorSet set;
    if (fields.has("document")) {
      given = document(fields);
      set = given.set();
      if (fields.has("image_mirrors")) {
        fields.fault("image_mirrors", "cannot be given together with 'document'");
      }
    } else {
      set = set(fields, target.region());
    }
    var exclusive = fields.flag("exclusive");
    var confirmed = fields.flag("yes");
    var accepted = fields.flag("accept_losses");
    var dryRun = fields.flag("dry_run");
    var losses = given.losses();
    var submission =
        CommonFields.request(
            fields,
            target,
            () ->
                new Write.Apply(
                    requireNonNull(set), exclusive, confirmed, accepted ? 0 : losses.lost()));
    return new ApplyRequest(submission, (Write.Apply) submission.write(), dryRun, losses);
  }

  private static @Nullable MirrorSet set(Fields fields, String region) {
    if (!fields.has("image_mirrors")) {
      fields.fault(
          "image_mirrors",
          "is required: an array of objects with 'source' and 'mirrors', or else a body of ImageDigestMirrorSet documents. An empty body, as of a failed command before a pipe, changes nothing");
      return null;
    }
    var wanted = fields.objects("image_mirrors", (_, entry) -> wanted(entry, region));
    return wanted == null ? null : fields.made(() -> new MirrorSet(wanted));
  }

  private static MirrorSet.@Nullable Wanted wanted(Fields entry, String region) {
    var source = entry.required("source", "Image mirror source is required", Source::new);
    var mirrors = CommonFields.mirrors(entry, region);
    CommonFields.type(entry);
    return source == null || mirrors == null ? null : new MirrorSet.Wanted(source, mirrors);
  }

  /// The set in a YAML body, as oc-mirror and `oc get` write it.
  private static MirrorDocuments.Read document(Fields fields) {
    // YAML counts the spaces at the beginning.
    var text = fields.whole("document");
    if (text == null) {
      return MirrorDocuments.Read.NOTHING;
    }
    if (text.isBlank()) {
      fields.fault("document", "is empty: give ImageDigestMirrorSet documents");
      return MirrorDocuments.Read.NOTHING;
    }
    return switch (MirrorDocuments.read(text)) {
      case MirrorDocuments.Read read -> read;
      case MirrorDocuments.Faulty(var faults) -> {
        faults.forEach(fault -> fields.fault(fault.field(), fault.reason()));
        yield MirrorDocuments.Read.NOTHING;
      }
    };
  }
}
