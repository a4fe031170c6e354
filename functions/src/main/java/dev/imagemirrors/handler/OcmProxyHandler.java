package dev.imagemirrors.handler;

import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.reply.HttpReply;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.wiring.Callers;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.time.Instant;
import java.util.List;

/// Handles requests of OCM's own API: requests and replies are OCM's, and OCM is called with the
/// caller's token.
public final class OcmProxyHandler implements EventHandler {
  private static final int REFUSED = 400;

  private final Api api;

  public OcmProxyHandler(Api api) {
    this.api = api;
  }

  /// Answers every request with a reply.
  public interface Api {
    HttpReply answer(HttpRequest request, Opened opened);

    /// The reply when answering has failed.
    HttpReply refuse(HttpRequest request, Reply.Problem problem, Instant now);
  }

  /// The services for a request, opened on first use.
  public interface Opened {
    Target target();

    Instant now();

    /// The stores of this stack, and OCM with the credentials of this stack.
    Services services();

    Callers callers(String token);
  }

  @Override
  public Json answer(byte[] bytes, Wiring wiring, Invocation invocation) {
    var request = read(bytes, invocation);
    var reply = reply(request, wiring, invocation);
    if (reply.status() >= REFUSED) {
      invocation
          .telemetry()
          .problem(
              "An OCM request was answered with status " + reply.status(),
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
          .orElseThrow(() -> new InvalidField("event", "must be an API Gateway proxy event"));
    } catch (InvalidField fault) {
      throw Reply.Problem.of(new Faults(List.of(fault))).failure();
    }
  }

  private HttpReply reply(HttpRequest request, Wiring wiring, Invocation invocation) {
    try {
      return api.answer(request, opened(wiring, invocation));
    } catch (RuntimeException failure) {
      invocation
          .telemetry()
          .broken(failure instanceof PossiblyAccepted accepted ? accepted.failure() : failure);
      var problem = Unexpected.problem(failure, invocation.requestId());
      return api.refuse(request, problem, invocation.deadline().time().now());
    }
  }

  private static Opened opened(Wiring wiring, Invocation invocation) {
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
