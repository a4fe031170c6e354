package dev.imagemirrors.local.ocm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.imagemirrors.local.http.ExpectedHosts;
import dev.imagemirrors.local.ocm.Routes.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Handles each call: counts it, applies a pending fault, authorises it, and dispatches it.
final class CallDispatcher implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(CallDispatcher.class.getName());
  private static final int NO_BODY = -1;

  private final String url;
  private final ExpectedHosts hosts;
  private final InstantSource clock;
  private final StateFile file;
  private volatile Context context;

  /// The state of the simulator and its routes.
  private record Context(SimulatorState state, Routes routes) {}

  CallDispatcher(String url, ExpectedHosts hosts, InstantSource clock, StateFile file) {
    this.url = url;
    this.hosts = hosts;
    this.clock = clock;
    this.file = file;
    this.context = context(SimulatorState.stored(clock, file));
  }

  /// Forgets everything, in the file, too.
  private void reset() {
    var fresh = new SimulatorState(clock, file);
    fresh.save();
    context = context(fresh);
  }

  private Context context(SimulatorState state) {
    var token = new TokenEndpoint(url, state.tokens());
    var own = Route.open("POST", TokenEndpoint.PATH, (call, _) -> token.token(call));
    var hooks = new Hooks(state, this::reset);
    return new Context(
        state,
        new Routes(
            Stream.of(Stream.of(own), new OcmApi(state).routes().stream(), hooks.routes().stream())
                .flatMap(routes -> routes)
                .toList()));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = Call.read(exchange, UUID.randomUUID().toString());
      var refusal = hosts.refusal(exchange.getRequestHeaders());
      var answer =
          refusal.isPresent()
              ? OcmError.reply(call, 403, refusal.get(), clock.instant())
              : answer(context, call);
      switch (answer) {
        // The server never frees the buffers of an exchange that is closed without a reply; it does
        // when the exchange fails.
        case Answer.Reset() -> throw new IOException("a fault resets the connection");
        case Answer.Reply reply -> send(exchange, call, reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Context context, Call call) throws InterruptedException {
    if (call.isHook()) {
      return handle(context, call);
    }
    var written = Routes.clusterIn(call).filter(_ -> call.isWrite());
    try (var _ = context.state.counter().begin(label(context, call), written)) {
      Optional<Fault> fault = context.state.faults().take(call);
      return fault.isPresent() ? faulted(context, call, fault.get()) : handle(context, call);
    }
  }

  private Answer faulted(Context context, Call call, Fault fault) throws InterruptedException {
    Optional<Answer> real = fault.after() ? Optional.of(handle(context, call)) : Optional.empty();
    Thread.sleep(fault.delay());
    return fault
        .outcome()
        .map(outcome -> Outcome.answer(outcome, call, clock.instant()))
        .or(() -> real)
        .orElseGet(() -> handle(context, call));
  }

  private Answer.Reply handle(Context context, Call call) {
    try {
      var found = context.routes.find(call);
      if (!found.route().open()) {
        context.state.tokens().user(call.authorization());
      }
      return found.reply(call);
    } catch (Refused refused) {
      return OcmError.reply(call, refused.status(), refused.reason(), clock.instant());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, call.method() + " " + call.path(), e);
      return OcmError.reply(call, 500, "The simulator failed: " + e, clock.instant());
    }
  }

  private static String label(Context context, Call call) {
    try {
      return context.routes.label(call);
    } catch (Refused _) {
      return call.method() + " (malformed)";
    }
  }

  private static void send(HttpExchange exchange, Call call, Answer.Reply reply)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("X-Operation-ID", call.operationId());
    reply.headers().forEach(headers::set);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    if (reply.status() != 204) {
      headers.set("Content-Type", reply.contentType());
    }
    boolean bare = body.length == 0 || reply.status() == 204 || call.method().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), bare ? NO_BODY : body.length);
    if (!bare) {
      exchange.getResponseBody().write(body);
    }
  }
}
