package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.time.Duration;

/// Sends a request to a server and receives the response.
interface Transport {
  /// More than any response of OCM.
  int MAX_BODY = 32 * 1024 * 1024;

  Duration CONNECTING = Duration.ofSeconds(3);

  /// Sends a request and reads the whole response, with `timeout` for each wait.
  ///
  /// @throws Unreachable when nothing was sent
  /// @throws java.net.SocketTimeoutException when no response came in time
  /// @throws IOException when the result is unknown
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
