package dev.imagemirrors.local.streams;

import dev.imagemirrors.local.lambda.FailureDestination;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.StreamTrigger;
import dev.imagemirrors.local.thread.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Delivers the changes of a table to a function, in batches and in order, from its last position.
public final class StreamPoller implements AutoCloseable {
  /// In addition to the wake-up after each write through the port.
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final StreamTrigger trigger;
  private final TableStream stream;
  private final BatchRunner runner;
  private final State state;
  private final Map<String, String> checkpoints = new HashMap<>();
  private final Semaphore written = new Semaphore(0);
  private final Thread thread;

  /// An engine call that is interrupted fails and clears the interrupt, so the interrupt alone
  /// would not end the loop.
  private volatile boolean closed;

  private StreamPoller(StreamTrigger trigger, TableStream stream, BatchRunner runner, State state) {
    this.trigger = trigger;
    this.stream = stream;
    this.runner = runner;
    this.state = state;
    this.thread = Threads.unstarted("stream-poller", this::poll);
    checkpoints.putAll(state.startingWith(prefix()));
  }

  public static StreamPoller start(
      StreamTrigger trigger,
      TableStream stream,
      LocalFunction function,
      FailureDestination destination,
      InstantSource clock,
      State state) {
    var runner = new BatchRunner(trigger, function, destination, clock);
    var poller = new StreamPoller(trigger, stream, runner, state);
    poller.thread.start();
    return poller;
  }

  /// Polls immediately after a write.
  public void wake() {
    written.release();
  }

  private void poll() {
    try {
      while (!closed) {
        readAll();
        awaitWrite();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Retries later: if the poller ended, all later records would be lost.
  private void readAll() throws InterruptedException {
    try {
      for (var shard : stream.shards()) {
        read(shard);
      }
    } catch (RuntimeException failure) {
      if (!closed) {
        System.err.println("Cannot deliver changes to " + trigger.function() + ": " + failure);
      }
    }
  }

  private void awaitWrite() throws InterruptedException {
    boolean woken = written.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    if (woken) {
      written.drainPermits();
    }
  }

  private void read(String shard) throws InterruptedException {
    var key = prefix() + shard;
    var records = stream.after(shard, Optional.ofNullable(checkpoints.get(key)));
    while (!records.isEmpty()) {
      for (int from = 0; from < records.size(); from += trigger.batchSize()) {
        var batch = records.subList(from, Math.min(records.size(), from + trigger.batchSize()));
        runner.run(batch, shard);
        checkpoints.put(key, Records.sequence(batch.getLast()));
        state.put(key, Records.sequence(batch.getLast()));
      }
      records = stream.after(shard, Optional.ofNullable(checkpoints.get(key)));
    }
  }

  private String prefix() {
    return "stream/" + trigger.function() + "/";
  }

  /// Waits for batches in progress, so that nothing is stored after the stack is closed.
  @Override
  public void close() {
    closed = true;
    wake();
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
