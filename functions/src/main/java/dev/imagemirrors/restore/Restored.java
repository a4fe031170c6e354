package dev.imagemirrors.restore;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.text.Text;
import org.jspecify.annotations.Nullable;

/// The set of mirrors that a cluster had, and the parts of a reply about it.
record Restored(ClusterKey cluster, PastMirrors past) {
  /// The set. Mirrors that other tools created may be invalid here.
  MirrorSet set() {
    var wanted = past.mirrors().stream().map(Restored::wanted).toList();
    try {
      return new MirrorSet(wanted);
    } catch (InvalidField fault) {
      throw new InvalidField("to", "cannot be restored: it " + fault.reason());
    }
  }

  private static MirrorSet.Wanted wanted(ImageMirror mirror) {
    try {
      return MirrorSet.Wanted.of(mirror.source(), mirror.mirrors());
    } catch (InvalidField fault) {
      throw new InvalidField(
          "to",
          "had source '%s' with mirrors that are no longer valid: %s %s"
              .formatted(mirror.source(), fault.field(), fault.reason()));
    }
  }

  /// The reason for the history: the restored moment, and the caller's reason.
  String reason(@Nullable String given) {
    var what = "restored to " + (number() == 0 ? "before the first entry" : "entry " + number());
    return given == null ? what : what + ": " + given;
  }

  /// The reply, with the restored moment.
  Reply shown(Reply reply) {
    return switch (reply) {
      case Reply.Success success ->
          success
              .after(line())
              .with(
                  "restored_to",
                  Json.object()
                      .put("number", number())
                      .put("time", time())
                      .put("image_mirrors", past.mirrors().size())
                      .build());
      case Reply.Problem problem -> problem;
    };
  }

  private String line() {
    return "%s, cluster '%s' had %s"
        .formatted(
            number() == 0 ? "Before the first entry" : "At entry " + number() + " of " + time(),
            cluster,
            Text.counted(past.mirrors().size(), "image mirror"));
  }

  private long number() {
    return past.number();
  }

  private @Nullable String time() {
    return past.time() == null ? null : past.time().toString();
  }
}
