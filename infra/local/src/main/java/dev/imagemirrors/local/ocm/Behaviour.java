package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What nobody outside knows of the real service, and what the simulator does about it until told
/// otherwise.
record Behaviour(
    Choice patchWithSource,
    Choice patchWithBadType,
    boolean checkFormats,
    int notReadyStatus,
    int notHostedStatus) {

  static final Behaviour SEED = new Behaviour(Choice.REFUSE, Choice.REFUSE, true, 400, 400);

  /// What becomes of a field that does not belong: dropped in silence, or the whole call refused.
  enum Choice {
    IGNORE,
    REFUSE
  }

  /// This one, with what the hook's body names changed.
  Behaviour with(HookFields fields) {
    return new Behaviour(
        fields.choice("patch_with_source", Choice.class).orElse(patchWithSource),
        fields.choice("patch_bad_type", Choice.class).orElse(patchWithBadType),
        fields.truth("check_formats").orElse(checkFormats),
        fields.number("not_ready_status", 400, 499).orElse(notReadyStatus),
        fields.number("not_hosted_status", 400, 499).orElse(notHostedStatus));
  }

  ObjectNode json() {
    return Json.object()
        .put("patch_with_source", HookFields.text(patchWithSource))
        .put("patch_bad_type", HookFields.text(patchWithBadType))
        .put("check_formats", checkFormats)
        .put("not_ready_status", notReadyStatus)
        .put("not_hosted_status", notHostedStatus);
  }
}
