package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Expiry;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The wait that a server asked for with `Retry-After`. Until it is over, a function environment
/// sends nothing more to that server with the same credentials, in any invocation.
final class Throttle {
  static final String REASON = "OCM asked for a pause between calls";

  private @Nullable Expiry until;

  /// Of two waits the longer counts.
  synchronized void pause(Time time, Duration wait) {
    if (wait.compareTo(left(time)) > 0) {
      until = Expiry.in(time, wait);
    }
  }

  /// The wait that is left; zero when calls may be sent.
  synchronized Duration left(Time time) {
    return until == null ? Duration.ZERO : until.left(time);
  }
}
