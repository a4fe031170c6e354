package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends one request and returns the result. Network failures are results, not exceptions.
final class Exchange {
  /// With less time left, nothing is sent.
  static final Duration LEAST = Duration.ofMillis(500);

  private static final Duration MOST = Duration.ofSeconds(10);

  private final Transport connections;
  private @Nullable Transport patches;

  Exchange() {
    this.connections = new UrlConnections();
  }

  /// Sends every request with this transport.
  Exchange(Transport transport) {
    this.connections = transport;
    this.patches = transport;
  }

  OcmReply send(OcmRequest request, Deadline deadline) {
    var left = deadline.remaining();
    if (left.compareTo(LEAST) < 0) {
      return new OcmReply.NotSent("not enough time was left for the call");
    }
    try {
      return transport(request.method())
          .send(request, deadline, left.compareTo(MOST) < 0 ? left : MOST);
    } catch (Transport.Unreachable _) {
      return new OcmReply.NotSent("OCM cannot be reached");
    } catch (SocketTimeoutException _) {
      return new OcmReply.Lost("OCM did not answer in time");
    } catch (IOException _) {
      return new OcmReply.Lost("The connection to OCM was lost");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new OcmReply.Lost("The call to OCM was interrupted");
    }
  }

  private synchronized Transport transport(String method) {
    if (!method.equals("PATCH")) {
      return connections;
    }
    if (patches == null) {
      patches = new PatchClient();
    }
    return patches;
  }
}
