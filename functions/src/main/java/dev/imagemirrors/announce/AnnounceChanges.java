package dev.imagemirrors.announce;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.StreamRecord;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import dev.imagemirrors.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Announces entries of the history on the bus: each when it arrives from the table's stream, and a
/// range of them again on request. An entry that changed nothing is not announced.
public record AnnounceChanges(
    ClusterLookup lookup, History history, Operations operations, Announcements announcements) {
  private static final int PAGE = 500;

  /// Entries to announce again, by their numbers.
  record Request(ClusterKey cluster, long from, long to) {
    static Request read(Fields fields, Target target) {
      var cluster = CommonFields.cluster(fields);
      var from = fields.number("from", 1, 1, Long.MAX_VALUE);
      var to = fields.number("to", Long.MAX_VALUE, 1, Long.MAX_VALUE);
      fields.check();
      return new Request(requireNonNull(cluster), from, to);
    }
  }

  /// Announces the entry of a record of the stream, if it is a new one.
  boolean handle(StreamRecord streamed) {
    if (streamed instanceof StreamRecord.Inserted(var entry)) {
      announce(entry);
    }
    return true;
  }

  Reply again(Request request) {
    return new ClusterReads(lookup).fromTables(request.cluster(), of -> again(request, of));
  }

  private Reply again(Request request, Cluster cluster) {
    var announced = 0;
    var page = history.read(cluster.id(), null, request.from() - 1, PAGE);
    for (var entry : page.entries()) {
      if (entry.number() <= request.to()) {
        announced += announce(entry) ? 1 : 0;
      }
    }
    var last = page.entries().isEmpty() ? 0 : page.entries().getLast().number();
    var more = page.next() != null && last < request.to();
    var message =
        "%s announced again%s"
            .formatted(
                Text.counted(announced, "entry was", "entries were"),
                more ? "; continue with from=" + (last + 1) : "");
    var body =
        Json.object()
            .put("messages", Json.strings(List.of(message)))
            .put("announced", announced)
            .put("next", more ? Json.of(last + 1) : Json.Null.NULL)
            .build();
    return new Reply.Success(200, body, body, List.of(message), null, null, Map.of());
  }

  private boolean announce(HistoryEntry entry) {
    var shown = entry.shown();
    var type = type(String.valueOf(shown.at("outcome").asText()));
    type.ifPresent(name -> announcements.announce(name, detail(shown)));
    return type.isPresent();
  }

  private static Optional<String> type(String outcome) {
    return switch (outcome) {
      case "created" -> Optional.of(Announcements.CREATED);
      case "updated" -> Optional.of(Announcements.UPDATED);
      case "deleted" -> Optional.of(Announcements.DELETED);
      case "refused", "failed" -> Optional.of(Announcements.FAILED);
      default -> Optional.empty();
    };
  }

  /// The detail of the event: the entry, the mirror after it or else before it, and for a refused
  /// or failed operation the problem that a caller would have received.
  private Json detail(Json entry) {
    var detail = Json.object();
    entry.members().forEach(detail::put);
    var after = entry.at("after");
    detail.put("image_mirror", after instanceof Json.Null ? entry.at("before") : after);
    if (Json.of("bus").equals(entry.at("actor").at("via"))) {
      detail.put("event_id", entry.at("actor").at("event"));
    }
    problem(entry).ifPresent(problem -> detail.put("problem", problem));
    return detail.build();
  }

  private Optional<Json> problem(Json entry) {
    var id = entry.at("operation_id").asText();
    if (id == null || entry.at("refusal").asText() == null) {
      return Optional.empty();
    }
    return operations.find(id).flatMap(OperationReply::problem).map(ReplyWriter::problem);
  }
}
