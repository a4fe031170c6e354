package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The client of OCM over a network that a test simulates.
public final class SimulatedConnection {
  private SimulatedConnection() {}

  /// Sends a request to OCM or its token service.
  public interface Wire {
    /// Sends a request and waits for its answer.
    ///
    /// @throws Unreached when nothing was sent
    /// @throws java.net.SocketTimeoutException when no answer came in time
    /// @throws IOException when the result is unknown
    Received carry(Sent request, Deadline deadline, Duration timeout) throws IOException;
  }

  /// A request.
  public record Sent(
      String method, URI uri, @Nullable String authorization, @Nullable String body) {}

  /// An answer.
  public record Received(int status, String body, @Nullable String retryAfter) {}

  /// There is no connection to the server.
  public static final class Unreached extends IOException {
    private static final long serialVersionUID = 1L;
  }

  public static Ocm ocm(
      Wire wire,
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    return new Ocm(new Exchange(over(wire)), url, tokenUrl, credentials, time, random);
  }

  private static Transport over(Wire wire) {
    return (request, deadline, timeout) -> {
      var sent =
          new Sent(
              request.method(),
              request.uri(),
              request.headers().get("Authorization"),
              request.body());
      try {
        var received = wire.carry(sent, deadline, timeout);
        return OcmReply.Answered.read(
            received.status(),
            received.body().getBytes(StandardCharsets.UTF_8),
            name -> name.equals("Retry-After") ? received.retryAfter() : null);
      } catch (Unreached _) {
        throw new Transport.Unreachable(new ConnectException("no server"));
      }
    };
  }
}
