package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One clock, and whose turn it is. Strands run one at a time, each until it sleeps; then time goes
/// on to whatever comes next. Of what comes at the same moment, chance says which is first. So the
/// same seed gives the same order of everything, whatever the machine does.
final class Scheduler {
  private final RandomGenerator random;
  private final PriorityQueue<Next> agenda = new PriorityQueue<>();
  private final Set<SimulatedProcess> alive = new LinkedHashSet<>();
  private long now;
  private long count;
  private boolean over;
  private @Nullable Throwable broken;
  private volatile @Nullable SimulatedProcess turn;

  Scheduler(RandomGenerator random) {
    this.random = random;
  }

  /// What happens at a moment: a strand goes on, or something is done at once.
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

  /// Nanoseconds since the beginning.
  long now() {
    return now;
  }

  /// Whose turn it is.
  SimulatedProcess current() {
    var current = turn;
    if (current == null) {
      throw new IllegalStateException("it is nobody's turn");
    }
    return current;
  }

  /// Plays a script, and all that it starts, until the script ends. What has not ended by then is
  /// broken off.
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
    if (broken != null) {
      throw new IllegalStateException("the simulation itself is broken", broken);
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

  /// Starts a strand after a while.
  SimulatedProcess start(String name, Duration pause, Runnable work) {
    var process = new SimulatedProcess(name, me -> live(me, work));
    alive.add(process);
    process.thread().start();
    at(now + pause.toNanos(), process, () -> {});
    return process;
  }

  private void live(SimulatedProcess process, Runnable work) {
    waitForTurn(process);
    try {
      if (!over) {
        work.run();
      }
    } catch (Killed _) {
      // It ends here.
    } catch (RuntimeException | Error unexpected) {
      broken = broken == null ? unexpected : broken;
    } finally {
      alive.remove(process);
      if (!over) {
        pass(null);
      }
    }
  }

  /// Does something after a while, which cannot sleep.
  void after(Duration pause, Runnable event) {
    at(now + pause.toNanos(), null, event);
  }

  private void at(long moment, @Nullable SimulatedProcess process, Runnable event) {
    agenda.add(new Next(moment, random.nextInt(), count++, process, event));
  }

  /// Lets the strand whose turn it is sleep.
  void sleep(Duration pause) {
    if (over || broken != null) {
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

  /// Gives the turn to what comes next, and waits for one's own next turn, where there is one.
  private void pass(@Nullable SimulatedProcess me) {
    while (true) {
      var next = agenda.poll();
      if (next == null) {
        throw new IllegalStateException("nothing will ever happen again");
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

  /// What goes wrong in an event is nothing to the strand in whose sleep it happens.
  private void happen(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error unexpected) {
      broken = broken == null ? unexpected : broken;
    }
  }

  private void waitForTurn(SimulatedProcess me) {
    while (turn != me) {
      LockSupport.park(this);
    }
  }
}
