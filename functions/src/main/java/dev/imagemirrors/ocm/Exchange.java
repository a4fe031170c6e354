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

  /// The part of the time left that a call may take which can be made again.
  private static final int SHARE = 8;

  private final Outage outage = new Outage();
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

  Outage outage() {
    return outage;
  }

  OcmReply send(OcmRequest request, Deadline deadline) {
    return send(request, deadline, MOST);
  }

  /// Sends what can be sent again: a hanging server must not take all the time there is.
  OcmReply sendBriefly(OcmRequest request, Deadline deadline) {
    var share = deadline.remaining().dividedBy(SHARE);
    return send(request, deadline, share.compareTo(LEAST) < 0 ? LEAST : share);
  }

  /// Sends a call that only finds out whether OCM answers again.
  OcmReply probe(OcmRequest request, Deadline deadline) {
    return send(request, deadline, LEAST);
  }

  private OcmReply send(OcmRequest request, Deadline deadline, Duration most) {
    var left = deadline.remaining();
    if (left.compareTo(LEAST) < 0) {
      return new OcmReply.NotSent("not enough time was left for the call", null);
    }
    var limit = most.compareTo(MOST) < 0 ? most : MOST;
    var begun = deadline.time().nanos();
    var reply = sent(request, deadline, left.compareTo(limit) < 0 ? left : limit);
    if (reply instanceof OcmReply.Answered answered && !isNotFromOcm(answered.status())) {
      outage.answered();
    } else {
      outage.unanswered(deadline.time(), begun);
    }
    return reply;
  }

  /// Whether a proxy answered, because OCM did not.
  private static boolean isNotFromOcm(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private OcmReply sent(OcmRequest request, Deadline deadline, Duration timeout) {
    try {
      return transport(request.method()).send(request, deadline, timeout);
    } catch (Transport.Unreachable _) {
      return new OcmReply.NotSent("OCM cannot be reached", null);
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
