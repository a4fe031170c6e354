package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A virtual clock and a scheduler of processes. One process runs at a time, until it sleeps; then
/// time advances to the next event. The random generator orders events of the same moment, so a
/// seed gives the same order on every machine.
final class Scheduler {
  private final RandomGenerator random;
  private final PriorityQueue<Next> agenda = new PriorityQueue<>();
  private final Set<SimulatedProcess> alive = new LinkedHashSet<>();
  private long now;
  private long count;
  private boolean over;
  private @Nullable Throwable failure;
  private volatile @Nullable SimulatedProcess turn;

  Scheduler(RandomGenerator random) {
    this.random = random;
  }

  /// A scheduled event: a process continues, or an action runs.
  private record Next(
      long at, int order, long number, @Nullable SimulatedProcess process, Runnable event)
      implements Comparable<Next> {
    @Override
    public int compareTo(Next other) {
      var byTime = Long.compare(at, other.at);
      var byChance = byTime != 0 ? byTime : Integer.compare(order, other.order);
      return byChance != 0 ? byChance : Long.compare(number, other.number);
    }
  }

  /// Nanoseconds since the start.
  long now() {
    return now;
  }

  /// The running process.
  SimulatedProcess current() {
    var current = turn;
    if (current == null) {
      throw new IllegalStateException("no process is running");
    }
    return current;
  }

  /// Runs a script and all that it starts, until the script ends. All other processes are then
  /// killed.
  void play(Runnable script) {
    var main =
        start(
            "script",
            Duration.ZERO,
            () -> {
              try {
                script.run();
              } finally {
                over = true;
              }
            });
    pass(null);
    join(main);
    for (var process : List.copyOf(alive)) {
      turn = process;
      LockSupport.unpark(process.thread());
      join(process);
    }
    if (failure != null) {
      throw new IllegalStateException("the simulation itself failed", failure);
    }
  }

  private static void join(SimulatedProcess process) {
    try {
      process.thread().join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /// Starts a process after a pause.
  SimulatedProcess start(String name, Duration pause, Runnable work) {
    var process = new SimulatedProcess(name, me -> run(me, work));
    alive.add(process);
    process.thread().start();
    at(now + pause.toNanos(), process, () -> {});
    return process;
  }

  private void run(SimulatedProcess process, Runnable work) {
    waitForTurn(process);
    try {
      if (!over) {
        work.run();
      }
    } catch (Killed _) {
      // The process ends.
    } catch (RuntimeException | Error unexpected) {
      failure = failure == null ? unexpected : failure;
    } finally {
      alive.remove(process);
      if (!over) {
        pass(null);
      }
    }
  }

  /// Runs an action after a pause. The action cannot sleep.
  void after(Duration pause, Runnable event) {
    at(now + pause.toNanos(), null, event);
  }

  private void at(long moment, @Nullable SimulatedProcess process, Runnable event) {
    agenda.add(new Next(moment, random.nextInt(), count++, process, event));
  }

  /// Suspends the running process.
  void sleep(Duration pause) {
    if (over || failure != null) {
      throw new Killed("the end");
    }
    var me = current();
    var until = me.until(now + Math.max(0, pause.toNanos()));
    var next = agenda.peek();
    if (next != null && next.at() <= until) {
      at(until, me, () -> {});
      pass(me);
    } else {
      now = until;
    }
    if (over) {
      throw new Killed("the end");
    }
    me.wakes(now);
  }

  /// Continues with the next event, and, for a process, waits until it is scheduled again.
  private void pass(@Nullable SimulatedProcess me) {
    while (true) {
      var next = agenda.poll();
      if (next == null) {
        throw new IllegalStateException("no events are left");
      }
      now = next.at();
      turn = next.process();
      if (next.process() == null) {
        happen(next.event());
      } else if (next.process() != me) {
        LockSupport.unpark(next.process().thread());
        if (me != null) {
          waitForTurn(me);
        }
        return;
      } else {
        return;
      }
    }
  }

  /// A failure in an action must not reach the process that it interrupts.
  private void happen(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error unexpected) {
      failure = failure == null ? unexpected : failure;
    }
  }

  private void waitForTurn(SimulatedProcess me) {
    while (turn != me) {
      LockSupport.park(this);
    }
  }
}
