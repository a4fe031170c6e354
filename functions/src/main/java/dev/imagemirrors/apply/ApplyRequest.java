package dev.imagemirrors.apply;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.document.Losses;
import dev.imagemirrors.document.MirrorDocuments;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Write;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A whole set of image mirrors for a cluster.
///
/// @param submission the write, to be submitted unless `dryRun` is set
/// @param losses the parts of the documents that the set leaves out
record ApplyRequest(Request submission, Write.Apply apply, boolean dryRun, Losses losses) {
  /// The members of a list of mirrors, and of a mirror in it, that say nothing about the set: what
  /// a list prints can be applied.
  private static final Set<String> OF_A_LIST =
      Set.of("messages", "warnings", "from_records", "as_of");

  private static final Set<String> OF_A_MIRROR =
      Set.of(
          "kind",
          "id",
          "href",
          "creation_timestamp",
          "last_update_timestamp",
          "cluster_id",
          "version",
          "state",
          "as_of");

  static ApplyRequest read(Fields fields, Target target) {
    var given = MirrorDocuments.Read.NOTHING;
    MirrorSet set;
    if (fields.has("document")) {
      if (fields.has("image_mirrors")) {
        fields.fault("image_mirrors", "cannot be given together with 'document'");
      }
      var text = document(fields);
      var listed = MirrorDocuments.listed(text);
      if (listed.isPresent()) {
        set = set(fields, listed.get(), target.region());
      } else {
        given = text.isEmpty() ? given : read(fields, text);
        set = given.set();
      }
    } else {
      set = set(fields, target.region());
    }
    var exclusive = fields.flag("exclusive");
    var confirmed = CommonFields.confirmed(fields);
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
    fields.ignore(OF_A_LIST);
    var wanted = fields.objects("image_mirrors", (_, entry) -> wanted(entry, region));
    return wanted == null ? null : fields.made(() -> new MirrorSet(wanted));
  }

  private static @Nullable MirrorSet set(Fields fields, Json.Items listed, String region) {
    var wanted = fields.objects("image_mirrors", listed, (_, entry) -> wanted(entry, region));
    return wanted == null ? null : fields.made(() -> new MirrorSet(wanted));
  }

  private static MirrorSet.@Nullable Wanted wanted(Fields entry, String region) {
    var source = entry.required("source", "Image mirror source is required", Source::new);
    var mirrors = CommonFields.mirrors(entry, region);
    CommonFields.type(entry);
    entry.ignore(OF_A_MIRROR);
    if (entry.event().given().get("kind") instanceof Json.Str(var kind)
        && !kind.equals(MirrorDocuments.IMAGE_MIRROR)) {
      entry.fault("kind", "must be " + MirrorDocuments.IMAGE_MIRROR);
    }
    return source == null || mirrors == null ? null : new MirrorSet.Wanted(source, mirrors);
  }

  /// The text of a body of documents, or of a list; empty when there is none.
  private static String document(Fields fields) {
    // YAML counts the spaces at the beginning.
    var text = fields.whole("document");
    if (text != null && text.isBlank()) {
      fields.fault("document", "is empty: give ImageDigestMirrorSet documents");
    }
    return text == null || text.isBlank() ? "" : text;
  }

  /// The set in documents, as oc-mirror and `oc get` write them.
  private static MirrorDocuments.Read read(Fields fields, String text) {
    return switch (MirrorDocuments.read(text)) {
      case MirrorDocuments.Read read -> read;
      case MirrorDocuments.Faulty(var faults) -> {
        faults.forEach(fault -> fields.fault(fault.field(), fault.reason()));
        yield MirrorDocuments.Read.NOTHING;
      }
    };
  }
}
