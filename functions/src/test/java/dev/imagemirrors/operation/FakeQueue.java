package dev.imagemirrors.operation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A queue in memory, that remembers what it is told.
public final class FakeQueue implements Queue {
  public final Deque<Status> sent = new ArrayDeque<>();
  public final List<DeadLetter> dead = new ArrayList<>();
  public boolean down;

  @Override
  public synchronized boolean send(Status status) {
    if (!down) {
      sent.add(status);
    }
    return !down;
  }

  @Override
  public void postpone(String receipt, Duration pause) {
    throw new UnsupportedOperationException("nothing was received");
  }

  @Override
  public synchronized List<DeadLetter> deadLetters() {
    return List.copyOf(dead);
  }

  @Override
  public synchronized void remove(DeadLetter letter) {
    dead.remove(letter);
  }
}
