package dev.imagemirrors.ocm;

import dev.imagemirrors.operation.Time;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// An OCM within this process, for tests that look at every call.
public final class StagedOcm {
  private StagedOcm() {}

  /// One that gives a good answer to each call, and counts them.
  public static Ocm counting(
      AtomicInteger calls,
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    var rehearsed = new RehearsedOcm();
    return answering(
        (request, deadline, patience) -> {
          calls.incrementAndGet();
          return rehearsed.send(request, deadline, patience);
        },
        url,
        tokenUrl,
        credentials,
        time,
        random);
  }

  static Ocm answering(
      Transport transport,
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    return new Ocm(new Exchange(transport), url, tokenUrl, credentials, time, random);
  }
}
