package dev.imagemirrors.bench.load;

import dev.imagemirrors.bench.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All requests and replies: the latency of each kind, and the history entries that must exist at
/// the end.
final class Ledger {
  private final Map<String, List<Double>> times = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<Owed> owed = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private List<Double> recent = new ArrayList<>();
  private int requests;

  /// A required history entry: of an operation in a reply, or of a bus event.
  record Owed(String cluster, String id, Kind kind) {}

  enum Kind {
    /// Exactly one entry.
    WRITE,
    /// One entry per change, and at least one.
    SET,
    /// Named by the entries of its result.
    EVENT
  }

  synchronized void answered(String kind, String cluster, LoadClient.Answer answer, double millis) {
    requests++;
    times.computeIfAbsent(kind, _ -> new ArrayList<>()).add(millis);
    recent.add(millis);
    statuses.merge(answer.status(), 1, Integer::sum);
    var status = answer.status();
    // 503: OCM was unreachable; 504: this machine was too busy.
    if (status == 500 || status == 502) {
      faults.add(kind + " got the reply " + status + " " + answer.text());
    }
    var operation = answer.operation();
    var accepted = status == 201 || status == 202;
    if (accepted && operation.isEmpty()) {
      faults.add(kind + " got the reply " + status + " without an operation");
    }
    if (!operation.isEmpty() && !kind.startsWith("GET")) {
      owed.add(new Owed(cluster, operation, kind.startsWith("PUT") ? Kind.SET : Kind.WRITE));
    }
  }

  synchronized void put(String cluster, String event, double millis) {
    requests++;
    times.computeIfAbsent("event on the bus", _ -> new ArrayList<>()).add(millis);
    owed.add(new Owed(cluster, event, Kind.EVENT));
  }

  synchronized void failed(String what) {
    faults.add(what);
  }

  synchronized int requests() {
    return requests;
  }

  synchronized List<Owed> owed() {
    return List.copyOf(owed);
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized Map<Integer, Integer> statuses() {
    return new TreeMap<>(statuses);
  }

  /// The latencies since the last call of this method.
  synchronized Figures recent() {
    var figures = Figures.of(recent);
    recent = new ArrayList<>();
    return figures;
  }

  synchronized Map<String, Figures> times() {
    var figures = new TreeMap<String, Figures>();
    times.forEach((kind, each) -> figures.put(kind, Figures.of(each)));
    return figures;
  }
}
