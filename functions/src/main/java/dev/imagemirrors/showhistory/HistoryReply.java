package dev.imagemirrors.showhistory;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Listing;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The reply with a page of a history.
final class HistoryReply {
  private HistoryReply() {}

  static Reply of(
      ClusterKey cluster, Selection selection, Listing listing, Page<HistoryEntry, Long> page) {
    var entries = page.entries().stream().map(HistoryEntry::shown).toList();
    var end = page.next();
    var next = end == null ? null : listing.next(end.toString());
    var notes = next == null ? List.<String>of() : List.of(Listing.hint("entries", next));
    var body = Json.object().put("history", new Json.Items(entries)).put("next", next).build();
    return new Reply.Success(
        200,
        body,
        body,
        entries.isEmpty() ? none(cluster, selection, notes) : List.of(),
        new Table(
            List.of("NUMBER", "TIME", "ACTION", "OUTCOME", "MIRROR", "BY"),
            entries.stream().map(HistoryReply::cells).toList(),
            notes),
        new Table(
            List.of(
                "NUMBER",
                "TIME",
                "ACTION",
                "OUTCOME",
                "MIRROR",
                "CHANGE",
                "REASON",
                "REFUSAL",
                "OPERATION",
                "BY"),
            entries.stream().map(HistoryReply::wideCells).toList(),
            notes),
        Map.of());
  }

  private static List<String> none(ClusterKey cluster, Selection selection, List<String> notes) {
    var lines = new ArrayList<String>();
    lines.add(
        selection.isWhole() && selection.after() == 0
            ? "No history found for cluster '" + cluster + "'"
            : "No such entries found%s in the history of cluster '%s'"
                .formatted(notes.isEmpty() ? "" : " so far", cluster));
    lines.addAll(notes);
    return lines;
  }

  private static List<String> cells(Json entry) {
    return List.of(
        String.valueOf(entry.at("number").asLong(0)),
        text(entry.at("time")),
        text(entry.at("action")),
        text(entry.at("outcome")),
        mirror(entry),
        by(entry.at("actor")));
  }

  private static List<String> wideCells(Json entry) {
    return List.of(
        String.valueOf(entry.at("number").asLong(0)),
        text(entry.at("time")),
        text(entry.at("action")),
        text(entry.at("outcome")),
        mirror(entry),
        Problems.change(mirrors(entry.at("before")), mirrors(entry.at("after"))),
        text(entry.at("reason")),
        text(entry.at("refusal")),
        text(entry.at("operation_id")),
        by(entry.at("actor")));
  }

  private static String mirror(Json entry) {
    var about = entry.at("mirror").items();
    return about.isEmpty() ? "-" : text(about.getLast());
  }

  private static List<String> mirrors(Json mirror) {
    return mirror.at("mirrors").items().stream().map(HistoryReply::text).toList();
  }

  private static String text(Json value) {
    return Objects.requireNonNullElse(value.asText(), "-");
  }

  private static String by(Json actor) {
    return Actor.shown(actor.at("via").asText(), text(actor.at("id")));
  }
}
