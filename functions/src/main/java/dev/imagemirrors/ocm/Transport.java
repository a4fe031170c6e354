package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.time.Duration;

/// What carries a request to a server and its answer back.
interface Transport {
  /// Longer than anything OCM has to say.
  int MAX_BODY = 32 * 1024 * 1024;

  Duration CONNECTING = Duration.ofSeconds(3);

  /// Sends a request and reads the answer whole, waiting for `patience` at most each time.
  ///
  /// @throws Unreachable when nothing was sent
  /// @throws java.net.SocketTimeoutException when no answer came in time
  /// @throws IOException when it is not known what became of it
  OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException, InterruptedException;

  /// There is no connection to the server.
  final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(IOException cause) {
      super(cause);
    }
  }
}
