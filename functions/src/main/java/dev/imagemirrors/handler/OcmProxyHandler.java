package dev.imagemirrors.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.priming.Priming;
import dev.imagemirrors.reply.HttpReply;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.time.Time;
import dev.imagemirrors.wiring.Callers;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way into the function that speaks OCM's API: requests and replies are OCM's, and OCM is
/// called with the token of whoever calls.
public final class OcmProxyHandler {
  private static final int REFUSED = 400;

  private final Wiring wiring;
  private final Api api;

  /// Kept here, since those who take snapshots do not.
  private @Nullable Priming priming;

  public OcmProxyHandler(Environment environment, Api api) {
    this(new Wiring(environment, Time.SYSTEM), api);
  }

  private OcmProxyHandler(Wiring wiring, Api api) {
    this.wiring = wiring;
    this.api = api;
  }

  /// What answers requests, all of them with a reply.
  public interface Api {
    HttpReply answer(HttpRequest request, Opened opened);

    /// What is said where a request could not be answered at all.
    HttpReply refuse(HttpRequest request, Reply.Problem problem, Instant now);
  }

  /// What a request may need, opened when it does.
  public interface Opened {
    Target target();

    Instant now();

    /// Our own stores, and OCM with our own credentials.
    Services services();

    Callers callers(String token);
  }

  /// Primes this function with a sample event before Lambda takes a snapshot.
  public OcmProxyHandler primedWith(String sample) {
    priming =
        Priming.of(sample, wiring.environment(), other -> new OcmProxyHandler(other, api)::answer);
    return this;
  }

  public Optional<Priming> priming() {
    return Optional.ofNullable(priming);
  }

  public void handle(InputStream in, OutputStream out, Context context) throws IOException {
    wiring.invoke(in, out, context, this::answer);
  }

  private Json answer(byte[] bytes, Invocation invocation) {
    var request = read(bytes, invocation);
    var reply = reply(request, invocation);
    if (reply.status() >= REFUSED) {
      invocation
          .telemetry()
          .problem(
              "A request for OCM was answered with " + reply.status(),
              Json.object()
                  .put("method", request.method())
                  .put("path", request.path())
                  .put("status", reply.status())
                  .build());
    }
    return reply.write();
  }

  private static HttpRequest read(byte[] bytes, Invocation invocation) {
    try {
      return HttpRequest.read(bytes, invocation.requestId())
          .orElseThrow(() -> new InvalidField("event", "must be a request of the API"));
    } catch (InvalidField fault) {
      throw Reply.Problem.of(new Faults(List.of(fault))).failure();
    }
  }

  private HttpReply reply(HttpRequest request, Invocation invocation) {
    try {
      return api.answer(request, opened(invocation));
    } catch (RuntimeException broken) {
      invocation.telemetry().broken(broken);
      var problem = Handler.problem(broken, invocation.requestId());
      return api.refuse(request, problem, invocation.deadline().time().now());
    }
  }

  private Opened opened(Invocation invocation) {
    var target = wiring.settings().own();
    return new Opened() {
      @Override
      public Target target() {
        return target;
      }

      @Override
      public Instant now() {
        return invocation.deadline().time().now();
      }

      @Override
      public Services services() {
        return wiring.services(target, invocation);
      }

      @Override
      public Callers callers(String token) {
        return wiring.callers(target, invocation, token);
      }
    };
  }
}
