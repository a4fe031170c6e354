package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/// Sends a request to a server and receives the response.
interface Transport {
  /// More than any response of OCM.
  int MAX_BODY = 32 * 1024 * 1024;

  Duration CONNECTING = Duration.ofSeconds(3);

  /// How much later than the timeout a call is given up, so that the more precise timeouts of a
  /// client can end it first.
  Duration GRACE = Duration.ofMillis(100);

  /// Sends a request and reads the whole response within `timeout`, however slowly it arrives.
  ///
  /// @throws Unreachable when nothing was sent
  /// @throws java.net.SocketTimeoutException when no response came in time
  /// @throws IOException when the result is unknown
  OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException, InterruptedException;

  /// Why a call failed in another thread.
  static IOException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException broken -> broken;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> new IOException(failed);
    };
  }

  /// There is no connection to the server.
  final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(IOException cause) {
      super(cause);
    }
  }
}
