package dev.imagemirrors.reply;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.document.Losses;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Planning;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Plan;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The reply with a plan: as JSON, or as a diff for a person.
public final class PlanReply {
  private PlanReply() {}

  private static Reply of(ClusterKey cluster, Plan plan, Losses losses, List<String> warnings) {
    var lines = lines(cluster, plan, losses);
    var body = Json.object().put("messages", Json.strings(lines)).put("plan", json(plan, losses));
    if (!warnings.isEmpty()) {
      body.put("warnings", Json.strings(warnings));
    }
    var whole = body.build();
    return new Reply.Success(200, whole, whole, lines, null, null, Map.of());
  }

  /// The reply to planning a set.
  public static Reply of(
      ClusterKey cluster, Write.Apply apply, Planning.Planned planned, Losses losses) {
    return switch (planned) {
      case Planning.Planned.Made(var plan, var warnings) -> of(cluster, plan, losses, warnings);
      case Planning.Planned.Invalid(var fault) -> Reply.Problem.of(new Faults(List.of(fault)));
      case Planning.Planned.Refused(var why) -> Problems.problem(why, cluster, apply);
    };
  }

  /// The reply to a write, with the parts of its documents that are not carried over.
  public static Reply with(Losses losses, Reply reply) {
    if (losses.isEmpty()) {
      return reply;
    }
    var marked =
        reply
            .with("not_carried_over", json(losses))
            .with("more_not_carried_over", losses.more() == 0 ? null : Json.of(losses.more()));
    return marked instanceof Reply.Success success ? success.before(lines(losses)) : marked;
  }

  static Json.Members json(Plan plan, Losses losses) {
    return Json.object()
        .put("creates", items(plan.creates().stream().map(PlanReply::json).toList()))
        .put("edits", items(plan.edits().stream().map(PlanReply::json).toList()))
        .put("deletes", mirrors(plan.deletes()))
        .put("unchanged", mirrors(plan.unchanged()))
        .put("foreign", mirrors(plan.foreign()))
        .put("not_carried_over", json(losses))
        .putPresent("more_not_carried_over", losses.more() == 0 ? null : Json.of(losses.more()))
        .build();
  }

  private static Json json(Losses losses) {
    return items(
        losses.listed().stream()
            .map(each ->
                Json.object()
                    .put("document", each.document())
                    .put("entry", each.entry())
                    .put("reason", each.reason())
                    .build())
            .toList());
  }

  /// One line per mirror: `+` for a create, `-` for a delete, `~` for an edit; and `!` for what is
  /// not carried over.
  static List<String> lines(ClusterKey cluster, Plan plan, Losses losses) {
    var lines = new ArrayList<String>();
    for (var wanted : plan.creates()) {
      lines.add("+ " + wanted.source());
      wanted.mirrors().values().forEach(mirror -> lines.add("    + " + mirror));
    }
    for (var edit : plan.edits()) {
      var before = edit.before().mirrors();
      var after = edit.after().values();
      lines.add("~ " + edit.before().source() + (edit.isReorder() ? " (reorder)" : ""));
      if (edit.isReorder()) {
        lines.add("    - " + Problems.list(before));
        lines.add("    + " + Problems.list(after));
        continue;
      }
      before.stream()
          .filter(mirror -> !after.contains(mirror))
          .forEach(mirror -> lines.add("    - " + mirror));
      after.forEach(mirror -> lines.add((before.contains(mirror) ? "      " : "    + ") + mirror));
    }
    for (var gone : plan.deletes()) {
      lines.add("- " + gone.source());
      gone.mirrors().forEach(mirror -> lines.add("    - " + mirror));
    }
    for (var foreign : plan.foreign()) {
      lines.add("  " + foreign.source() + " (not managed by this stack: left unchanged)");
    }
    lines.addAll(lines(losses));
    lines.add(
        plan.changesNothing()
            ? "Nothing would change on cluster '" + cluster + "'"
            : "Plan for cluster '%s': %d to create, %d to edit, %d to delete, %d unchanged"
                .formatted(
                    cluster,
                    plan.creates().size(),
                    plan.edits().size(),
                    plan.deletes().size(),
                    plan.unchanged().size()));
    return lines;
  }

  private static List<String> lines(Losses losses) {
    var lines = new ArrayList<String>();
    for (var part : losses.listed()) {
      lines.add("! %s, %s: %s".formatted(part.document(), part.entry(), part.reason()));
    }
    if (losses.more() > 0) {
      lines.add(
          "! %s not carried over"
              .formatted(Text.counted(losses.more(), "more entry", "more entries")));
    }
    return lines;
  }

  private static Json.Members json(MirrorSet.Wanted wanted) {
    return Json.object()
        .put("source", wanted.source().value())
        .put("mirrors", Json.strings(wanted.mirrors().values()))
        .build();
  }

  private static Json.Members json(Plan.Edit edit) {
    return Json.object()
        .put("id", edit.before().id())
        .put("source", edit.before().source())
        .put("before", Json.strings(edit.before().mirrors()))
        .put("after", Json.strings(edit.after().values()))
        .put("reorder", Json.of(edit.isReorder()))
        .build();
  }

  private static Json mirrors(List<ImageMirror> mirrors) {
    return items(
        mirrors.stream()
            .map(mirror ->
                Json.object()
                    .put("id", mirror.id())
                    .put("source", mirror.source())
                    .put("mirrors", Json.strings(mirror.mirrors()))
                    .build())
            .toList());
  }

  private static Json items(List<Json.Members> members) {
    return new Json.Items(List.copyOf(members));
  }
}
