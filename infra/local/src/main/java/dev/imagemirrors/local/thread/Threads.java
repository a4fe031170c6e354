package dev.imagemirrors.local.thread;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Platform threads, one for each task, which do not keep the process alive.
///
/// Not virtual threads: the functions, the AWS SDK and DynamoDB Local wait in `Object.wait` and in
/// synchronized methods. On JDK 25 such waits can pin all carriers of virtual threads, and then the
/// process answers nothing any more. As in Lambda, functions run on platform threads.
public final class Threads {
  private Threads() {}

  /// An executor that starts a thread for each task.
  public static ExecutorService perTask(String name) {
    return Executors.newThreadPerTaskExecutor(builder(name).factory());
  }

  public static Thread start(String name, Runnable task) {
    return builder(name).start(task);
  }

  public static Thread unstarted(String name, Runnable task) {
    return builder(name).unstarted(task);
  }

  private static Thread.Builder.OfPlatform builder(String name) {
    return Thread.ofPlatform().daemon().name(name);
  }
}
