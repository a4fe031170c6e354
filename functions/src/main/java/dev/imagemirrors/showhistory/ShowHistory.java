package dev.imagemirrors.showhistory;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Shows the changes to a cluster's mirrors, or to one of them, oldest first and a page at a time:
/// also for a deleted cluster, and while OCM is unavailable, because this stack holds the history.
public record ShowHistory(ClusterLookup lookup, History history) {
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 500;

  record Request(ClusterKey cluster, @Nullable MirrorKey mirror, long after, int limit) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var mirror = fields.optional("id", MirrorKey::new);
      var after = fields.number("next", 0, 0, Long.MAX_VALUE);
      var limit = (int) fields.number("limit", PAGE, 1, MAX_PAGE);
      fields.check();
      return new Request(requireNonNull(cluster), mirror, after, limit);
    }
  }

  Reply show(Request request) {
    return new ClusterReads(lookup).fromTables(request.cluster(), of -> page(request, of));
  }

  private Reply page(Request request, Cluster cluster) {
    var key = request.mirror();
    var found =
        history.read(
            cluster.id(), key == null ? null : key.value(), request.after(), request.limit());
    var entries = found.entries().stream().map(HistoryEntry::shown).toList();
    var body = Json.object().put("history", new Json.Items(entries));
    var next = found.next();
    body.put("next", next == null ? Json.Null.NULL : Json.of(next));
    List<String> lines =
        entries.isEmpty()
            ? List.of("No history found for cluster '" + request.cluster() + "'")
            : List.of();
    var page = body.build();
    return new Reply.Success(
        200,
        page,
        page,
        lines,
        new Table(
            List.of("NUMBER", "TIME", "ACTION", "OUTCOME", "MIRROR", "BY"),
            entries.stream().map(ShowHistory::cells).toList()),
        new Table(
            List.of("NUMBER", "TIME", "ACTION", "OUTCOME", "MIRROR", "REASON", "OPERATION", "BY"),
            entries.stream().map(ShowHistory::wideCells).toList()),
        Map.of());
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
        text(entry.at("refusal").asText() == null ? entry.at("reason") : entry.at("refusal")),
        text(entry.at("operation_id")),
        by(entry.at("actor")));
  }

  private static String mirror(Json entry) {
    var about = entry.at("mirror").items();
    return about.isEmpty() ? "-" : text(about.getLast());
  }

  private static String text(Json value) {
    return Objects.requireNonNullElse(value.asText(), "-");
  }

  private static String by(Json actor) {
    return Actor.shown(actor.at("via").asText(), text(actor.at("id")));
  }
}
