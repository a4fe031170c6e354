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
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.lane.Checkpointing;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.reply.ClusterReads;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import dev.imagemirrors.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Announces entries of the history on the bus: each when it arrives from the table's stream, and a
/// range of them again on request. An entry that changed nothing is not announced.
public record AnnounceChanges(
    ClusterLookup lookup,
    History history,
    Operations operations,
    Announcements announcements,
    Checkpointing checkpointing,
    Telemetry telemetry) {
  private static final int PAGE = 500;

  /// The members of an entry whose size is limited.
  private static final List<String> STUB =
      List.of(
          "cluster_id", "cluster", "number", "operation_id", "action", "outcome", "time", "hash");

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

  /// Announces the records of the stream, and adds the checkpoints that are due. Returns how many,
  /// from the first, are done: a record that the bus cannot take now stops the others, one that it
  /// never takes does not.
  int handle(List<StreamRecord> records) {
    var done = announce(records);
    records.subList(0, done).forEach(this::addCheckpoint);
    return done;
  }

  /// Announcements do not depend on checkpoints: one that fails is added with the next.
  private void addCheckpoint(StreamRecord record) {
    if (record instanceof StreamRecord.Inserted(var entry)
        && StateCheckpoint.isAt(entry.number())) {
      var cluster = String.valueOf(entry.shown().at("cluster_id").asText());
      try {
        if (!checkpointing.addUpTo(cluster, entry.number())) {
          telemetry.noCheckpoint(cluster, entry.number(), "the history before it has been altered");
        }
      } catch (RuntimeException failure) {
        telemetry.noCheckpoint(cluster, entry.number(), failure.toString());
      }
    }
  }

  private int announce(List<StreamRecord> records) {
    var announced = new ArrayList<Announced>();
    for (var i = 0; i < records.size(); i++) {
      var record = i;
      of(records.get(i)).ifPresent(each -> announced.add(each.at(record)));
    }
    var results = announcements.announce(announced.stream().map(Announced::announcement).toList());
    for (var i = 0; i < results.size(); i++) {
      var each = announced.get(i);
      switch (results.get(i)) {
        case Announcements.Result.Announced _ -> {}
        case Announcements.Result.Rejected(var reason) ->
            telemetry.unannounced(each.clusterId(), each.number(), reason);
        case Announcements.Result.Unavailable(var reason) -> {
          telemetry.unavailable(reason);
          return each.record();
        }
      }
    }
    return records.size();
  }

  /// An announcement of an entry.
  ///
  /// @param record its place among the records of the stream
  private record Announced(
      String clusterId, String number, Announcements.Announcement announcement, int record) {
    Announced at(int place) {
      return new Announced(clusterId, number, announcement, place);
    }
  }

  private Optional<Announced> of(StreamRecord record) {
    return switch (record) {
      case StreamRecord.Inserted(var entry) -> of(entry);
      case StreamRecord.Altered(var cluster, var number, var removed) -> {
        telemetry.altered(cluster, number, removed);
        yield Optional.of(altered(cluster, number, removed));
      }
      case StreamRecord.Foreign(var cluster, var number) -> {
        telemetry.unannounced(cluster, number, "it is not an entry of a history");
        yield Optional.empty();
      }
      case StreamRecord.Other _ -> Optional.empty();
    };
  }

  private static Announced altered(String cluster, String number, boolean removed) {
    var detail =
        Json.object()
            .put("cluster_id", cluster)
            .put("number", number(number))
            .put("change", removed ? "removed" : "modified")
            .put(
                "message",
                "No function changes the history. Verify it: GET /clusters/"
                    + cluster
                    + "/history/verify")
            .build();
    var announcement =
        new Announcements.Announcement(Announcements.HISTORY_ALTERED, detail, detail);
    return new Announced(cluster, number, announcement, 0);
  }

  /// The number as in entries. An item that somebody else wrote can have any number as its key.
  private static Json number(String key) {
    return key.matches("\\d{1,18}") ? Json.of(Long.parseLong(key)) : Json.of(key);
  }

  private Optional<Announced> of(HistoryEntry entry) {
    var shown = entry.shown();
    var cluster = String.valueOf(shown.at("cluster_id").asText());
    var number = Long.toString(entry.number());
    return type(String.valueOf(shown.at("outcome").asText()))
        .map(type -> new Announcements.Announcement(type, detail(shown), stub(shown)))
        .map(announcement -> new Announced(cluster, number, announcement, 0));
  }

  /// The announcement of an entry that is too large for the bus.
  private static Json stub(Json entry) {
    var stub = Json.object();
    for (var name : STUB) {
      stub.put(name, entry.at(name));
    }
    return stub.put("truncated", Json.of(true))
        .put(
            "message",
            "The entry is too large for the bus. Read it: GET /clusters/%s/history?order=asc&after=%d&limit=1"
                .formatted(entry.at("cluster_id").asText(), entry.at("number").asLong(1) - 1))
        .build();
  }

  Reply again(Request request) {
    return new ClusterReads(lookup).fromTables(request.cluster(), of -> again(request, of));
  }

  private Reply again(Request request, Cluster cluster) {
    var announced = 0;
    var rejected = new ArrayList<Json>();
    var page = history.read(cluster.id(), Selection.after(request.from() - 1), null, PAGE);
    var wanted =
        page.entries().stream()
            .filter(entry -> entry.number() <= request.to())
            .flatMap(entry -> of(entry).stream())
            .toList();
    var results = announcements.announce(wanted.stream().map(Announced::announcement).toList());
    for (var i = 0; i < results.size(); i++) {
      var each = wanted.get(i);
      switch (results.get(i)) {
        case Announcements.Result.Announced _ -> announced++;
        case Announcements.Result.Rejected(var reason) -> {
          telemetry.unannounced(each.clusterId(), each.number(), reason);
          rejected.add(Json.of(Long.parseLong(each.number())));
        }
        case Announcements.Result.Unavailable(var reason) -> {
          telemetry.unavailable(reason);
          return Problems.unavailable(
              "The event bus is unavailable; continue with from=" + each.number());
        }
      }
    }
    var last = page.entries().isEmpty() ? 0 : page.entries().getLast().number();
    var more = page.next() != null && last < request.to();
    var message =
        "%s announced again%s%s"
            .formatted(
                Text.counted(announced, "entry was", "entries were"),
                rejected.isEmpty()
                    ? ""
                    : "; the bus rejected " + Text.counted(rejected.size(), "entry", "entries"),
                more ? "; continue with from=" + (last + 1) : "");
    var body =
        Json.object()
            .put("messages", Json.strings(List.of(message)))
            .put("announced", announced)
            .put("rejected", new Json.Items(rejected))
            .put("next", more ? Json.of(last + 1) : Json.Null.NULL)
            .build();
    return new Reply.Success(200, body, body, List.of(message), null, null, Map.of());
  }

  private static Optional<String> type(String outcome) {
    return switch (outcome) {
      case "created" -> Optional.of(Announcements.CREATED);
      case "updated" -> Optional.of(Announcements.UPDATED);
      case "deleted" -> Optional.of(Announcements.DELETED);
      case "refused", "failed", "cancelled" -> Optional.of(Announcements.FAILED);
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
    try {
      return operations.find(id).flatMap(OperationReply::problem).map(ReplyWriter::problem);
    } catch (Unreadable _) {
      return Optional.empty();
    }
  }
}
