package dev.imagemirrors.bench.load;

import dev.imagemirrors.bench.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was asked and answered: how long each kind of request took, and what must be in the history
/// when all has ended.
final class Ledger {
  private final Map<String, List<Double>> times = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<Owed> owed = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private List<Double> recent = new ArrayList<>();
  private int requests;

  /// Something that a cluster's history must have: an operation of an answer, or an event of the
  /// bus.
  record Owed(String cluster, String id, Kind kind) {}

  enum Kind {
    /// It has one entry.
    WRITE,
    /// It has an entry a change, and one at least.
    SET,
    /// It is named by the entries of what came of it.
    EVENT
  }

  synchronized void answered(String kind, String cluster, LoadClient.Answer answer, double millis) {
    requests++;
    times.computeIfAbsent(kind, _ -> new ArrayList<>()).add(millis);
    recent.add(millis);
    statuses.merge(answer.status(), 1, Integer::sum);
    var status = answer.status();
    // A 503 is said where OCM could not be asked, a 504 where this machine was too busy.
    if (status == 500 || status == 502) {
      faults.add(kind + " was answered with " + status + " " + answer.text());
    }
    var operation = answer.operation();
    var accepted = status == 201 || status == 202;
    if (accepted && operation.isEmpty()) {
      faults.add(kind + " was answered with " + status + " and no operation");
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

  synchronized void broke(String what) {
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

  /// The times since this was asked for last.
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
