package dev.imagemirrors.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.json.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The checks of a cluster after all accepted writes have ended: the history is complete, its chain
/// is intact, and it matches the cluster; records and cluster agree.
final class Audit {
  private final LoadClient client;
  private final String cluster;
  private final List<String> faults = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Map<String, Integer> operations = new HashMap<>();
  private final Set<String> events = new HashSet<>();
  private final Map<String, String> byHistory = new TreeMap<>();
  private int entries;

  private Audit(LoadClient client, String cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  /// @param entries the number of history entries
  /// @param faults definite errors
  /// @param missing entries that are absent but may still be written
  record Findings(int entries, int mirrors, List<String> faults, List<String> missing) {}

  static Findings of(LoadClient client, String cluster, List<Ledger.Owed> owed) {
    var audit = new Audit(client, cluster);
    audit.history();
    audit.owed(owed);
    audit.mirrors();
    return new Findings(audit.entries, audit.byHistory.size(), audit.faults, audit.missing);
  }

  private void fault(String what) {
    faults.add(cluster + ": " + what);
  }

  private void history() {
    var previous = "0".repeat(64);
    var next = "";
    do {
      var page =
          client
              .api("GET", "/clusters/" + cluster + "/history?order=asc&limit=500&next=" + next, "")
              .body();
      for (var entry : page.path("history")) {
        entries++;
        previous = sealed(entry, previous);
        operations.merge(entry.path("operation_id").asText(), 1, Integer::sum);
        events.add(entry.at("/actor/event").asText());
        replay(entry);
      }
      next = page.path("next").asText();
    } while (!next.equals("null"));
  }

  private String sealed(JsonNode entry, String previous) {
    var hash = entry.path("hash").asText();
    var text = ((ObjectNode) entry.deepCopy()).without("hash").toString();
    if (entry.path("number").asInt() != entries
        || !entry.path("previous_hash").asText().equals(previous)
        || !Digest.sha256(text).equals(hash)) {
      fault("entry " + entries + " does not follow the previous one");
    }
    return hash;
  }

  /// Each change starts from the result of the previous one.
  private void replay(JsonNode entry) {
    var outcome = entry.path("outcome").asText();
    if (!Set.of("created", "updated", "deleted").contains(outcome)) {
      return;
    }
    var before = entry.path("before");
    var after = entry.path("after");
    var source = source(entry, after.isObject() ? after : before);
    var was = byHistory.getOrDefault(source, "nothing");
    // The previous mirror is unknown for a change that was found done after a lost response.
    var isKnown = before.isObject() || outcome.equals("created");
    if (isKnown && !was.equals(shown(before))) {
      fault("entry " + entries + " changes " + shown(before) + ", but the mirror was " + was);
    }
    if (after.isObject()) {
      byHistory.put(source, shown(after));
    } else {
      byHistory.remove(source);
    }
  }

  private String source(JsonNode entry, JsonNode mirror) {
    var key = entry.at("/request/id").asText();
    return mirror.isObject()
        ? mirror.path("source").asText()
        : byHistory.entrySet().stream()
            .filter(each -> each.getValue().startsWith(key + " "))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(key);
  }

  private static String shown(JsonNode mirror) {
    return mirror.isObject()
        ? mirror.path("id").asText() + " " + mirror.path("mirrors")
        : "nothing";
  }

  private void owed(List<Ledger.Owed> owed) {
    for (var each : owed) {
      if (!each.cluster().equals(cluster)) {
        continue;
      }
      if (each.kind() == Ledger.Kind.EVENT && !events.contains(each.id())) {
        missing.add(cluster + ": event " + each.id() + " is not in the history");
      }
      int times = operations.getOrDefault(each.id(), 0);
      if (each.kind() != Ledger.Kind.EVENT && times == 0) {
        missing.add(cluster + ": operation " + each.id() + " is not in the history");
      }
      if (each.kind() == Ledger.Kind.WRITE && times > 1) {
        fault("operation %s is in the history %d times".formatted(each.id(), times));
      }
    }
  }

  private void mirrors() {
    var onCluster = new TreeMap<String, String>();
    for (var each : client.hook("GET", "_sim/state", "").path("clusters")) {
      if (each.path("name").asText().equals(cluster)) {
        each.path("image_mirrors")
            .forEach(mirror -> onCluster.put(mirror.path("source").asText(), shown(mirror)));
        if (each.path("max_writes_in_flight").asInt() > 1) {
          fault("two writes were in flight at once");
        }
      }
    }
    if (!onCluster.equals(byHistory)) {
      fault("the cluster has " + onCluster + "; by the history " + byHistory);
    }
    var listed = new TreeMap<String, String>();
    for (var each :
        client
            .api("GET", "/clusters/" + cluster + "/image-mirrors", "")
            .body()
            .path("image_mirrors")) {
      listed.put(each.path("source").asText(), shown(each));
      if (!each.path("state").asText().equals("in-sync")) {
        fault(each.path("source").asText() + " is " + each.path("state").asText());
      }
    }
    if (!listed.equals(byHistory)) {
      fault("the list has " + listed + "; by the history " + byHistory);
    }
  }
}
