package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Time;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An OCM within this process, for tests that check every call.
public final class ScriptedOcm {
  private ScriptedOcm() {}

  /// A call.
  public record Call(String method, URI uri, @Nullable String authorization) {}

  /// Answers every call successfully and reports it to the test.
  public static Ocm reporting(
      Consumer<Call> calls,
      URI url,
      URI tokenUrl,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    var forPriming = new PrimingOcm();
    return answering(
        (request, deadline, timeout) -> {
          var token = request.headers().get("Authorization");
          calls.accept(new Call(request.method(), request.uri(), token));
          return forPriming.send(request, deadline, timeout);
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
