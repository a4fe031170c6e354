package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The stream of the history table: delivers new entries in order, and repeats a batch until it is
/// handled.
final class HistoryStream {
  private static final int BATCH = 10;

  private final Scheduler scheduler;
  private final FaultInjector faults;
  private final Lambda lambda;
  private final Deque<Map<String, AttributeValue>> entries = new ArrayDeque<>();
  private int handled;

  HistoryStream(Scheduler scheduler, FaultInjector faults, Lambda lambda) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.lambda = lambda;
  }

  void changed(String table, Map<String, AttributeValue> was, Map<String, AttributeValue> is) {
    if (table.equals(SimulatedTables.HISTORY)) {
      entries.add(is);
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void begin() {
    scheduler.start(
        "stream",
        Duration.ZERO,
        () -> {
          while (true) {
            scheduler.sleep(faults.millis(200, 1_500));
            if (!entries.isEmpty()) {
              handOn();
            }
          }
        });
  }

  private void handOn() {
    var batch = new ArrayList<>(entries).subList(0, Math.min(BATCH, entries.size()));
    var event = Events.stream(batch, handled);
    if (lambda.invoke(DeployedFunction.ANNOUNCE_CHANGES, event)
        instanceof Lambda.Result.Answered(var reply)) {
      var failed = reply.at("batchItemFailures").items();
      var until = failed.isEmpty() ? handled + batch.size() : place(failed.getFirst());
      for (; handled < until; handled++) {
        entries.remove();
      }
    }
  }

  private static int place(Json failure) {
    return Integer.parseInt(String.valueOf(failure.at("itemIdentifier").asText()));
  }
}
