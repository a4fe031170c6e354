package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The behaviour that is not known of the real service, with defaults that hooks can change.
record Behaviour(
    Choice patchWithSource,
    Choice patchWithBadType,
    boolean checkFormats,
    int notReadyStatus,
    int notHostedStatus) {

  static final Behaviour SEED = new Behaviour(Choice.REFUSE, Choice.REFUSE, true, 400, 400);

  /// The treatment of an unexpected field: ignored, or the call is rejected.
  enum Choice {
    IGNORE,
    REFUSE
  }

  /// A copy with the changes of the hook.
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
