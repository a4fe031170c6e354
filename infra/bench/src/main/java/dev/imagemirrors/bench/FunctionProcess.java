package dev.imagemirrors.bench;

import java.io.IOException;

/// The process of a function under the Runtime API.
final class FunctionProcess implements AutoCloseable {
  private final Process process;
  private final RuntimeApi api;
  private final long begun;

  private FunctionProcess(Process process, RuntimeApi api, long begun) {
    this.process = process;
    this.api = api;
    this.begun = begun;
  }

  static FunctionProcess started(ProcessBuilder builder, RuntimeApi api) throws IOException {
    long begun = System.nanoTime();
    var process = builder.start();
    var _ =
        process.onExit().thenAccept(ended -> api.fail("its process ended: " + ended.exitValue()));
    return new FunctionProcess(process, api, begun);
  }

  /// Milliseconds from the start of the process to the first poll for an event.
  double init() {
    return millis(begun, api.awaitInit());
  }

  /// Milliseconds from the start of the process until it was ready for the snapshot.
  double checkpoint() {
    return millis(begun, api.awaitCheckpoint());
  }

  /// Milliseconds from the restore to the reply to the first event.
  double restore(byte[] event) {
    api.send(event);
    long restored = System.nanoTime();
    api.restore();
    return millis(restored, api.await().at());
  }

  /// Milliseconds until the reply to an event.
  double invoke(byte[] event) {
    long sent = System.nanoTime();
    api.send(event);
    return millis(sent, api.await().at());
  }

  ProcessUse use() {
    return ProcessUse.of(process);
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  /// Lets the JVM exit normally, so that it writes the output that its flags request.
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    api.close();
  }
}
