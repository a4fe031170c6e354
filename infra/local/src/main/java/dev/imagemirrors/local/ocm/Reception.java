package dev.imagemirrors.local.ocm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.imagemirrors.local.ocm.Routes.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Takes each call from the wire to its answer: counted, struck by a fault if one waits for it,
/// authorised, done.
final class Reception implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Reception.class.getName());
  private static final int NO_BODY = -1;

  private final String url;
  private final InstantSource clock;
  private volatile Scene scene;

  /// A world, and the paths that lead into it.
  private record Scene(World world, Routes routes) {}

  Reception(String url, InstantSource clock) {
    this.url = url;
    this.clock = clock;
    this.scene = scene();
  }

  private Scene scene() {
    var world = new World(clock);
    var token = new TokenEndpoint(url, world.tokens());
    var own = Route.open("POST", TokenEndpoint.PATH, (call, _) -> token.token(call));
    var hooks = new Hooks(world, () -> scene = scene());
    return new Scene(
        world,
        new Routes(
            Stream.of(Stream.of(own), new OcmApi(world).routes().stream(), hooks.routes().stream())
                .flatMap(routes -> routes)
                .toList()));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = Call.read(exchange, UUID.randomUUID().toString());
      switch (answer(scene, call)) {
        // Of an exchange that is closed without an answer the server keeps the connection's buffers
        // for good; of one that fails it keeps nothing.
        case Answer.Reset() -> throw new IOException("told to break the connection off");
        case Answer.Reply reply -> send(exchange, call, reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Scene at, Call call) throws InterruptedException {
    if (call.isHook()) {
      return done(at, call);
    }
    var written = Routes.clusterIn(call).filter(_ -> call.isWrite());
    try (var _ = at.world.traffic().begin(label(at, call), written)) {
      Optional<Fault> fault = at.world.faults().take(call);
      return fault.isPresent() ? struck(at, call, fault.get()) : done(at, call);
    }
  }

  private Answer struck(Scene at, Call call, Fault fault) throws InterruptedException {
    Optional<Answer> real = fault.after() ? Optional.of(done(at, call)) : Optional.empty();
    Thread.sleep(fault.delay());
    return fault
        .outcome()
        .map(outcome -> Outcome.answer(outcome, call, clock.instant()))
        .or(() -> real)
        .orElseGet(() -> done(at, call));
  }

  private Answer.Reply done(Scene at, Call call) {
    try {
      var found = at.routes.find(call);
      if (!found.route().open()) {
        at.world.tokens().user(call.authorization());
      }
      return found.reply(call);
    } catch (Refused refused) {
      return OcmError.reply(call, refused.status(), refused.reason(), clock.instant());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, call.method() + " " + call.path(), e);
      return OcmError.reply(call, 500, "The simulator failed: " + e, clock.instant());
    }
  }

  private static String label(Scene at, Call call) {
    try {
      return at.routes.label(call);
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
