package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All requests of a simulation, and their replies.
final class RequestLog {
  private final List<SimulatedRequest> requests = new ArrayList<>();
  private final List<SimulatedReply> replies = new ArrayList<>();
  private final Map<String, Long> startTimes = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();

  List<SimulatedRequest> requests() {
    return requests;
  }

  List<SimulatedReply> replies() {
    return replies;
  }

  /// A reason that identifies the next request.
  String reason() {
    return "request " + (requests.size() + 1);
  }

  void add(SimulatedRequest request) {
    requests.add(request);
  }

  void started(SimulatedRequest request, long now) {
    startTimes.put(request.reason(), now);
  }

  void add(SimulatedReply reply) {
    replies.add(reply);
  }

  void cancel(String operation) {
    cancelled.add(operation);
  }

  /// When the request was first sent.
  long startTime(String reason) {
    return startTimes.getOrDefault(reason, Long.MAX_VALUE);
  }

  /// Whether a caller requested to cancel the operation.
  boolean isCancelled(String operation) {
    return cancelled.contains(operation);
  }

  /// The operations that were returned to callers, in order.
  List<String> operations() {
    return replies.stream().map(SimulatedReply::operation).flatMap(Optional::stream).toList();
  }
}
