package dev.imagemirrors.local.apigateway;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.lambda.Outcome;
import dev.imagemirrors.local.template.ApiRoute;
import dev.imagemirrors.local.template.GatewayResponse;
import dev.imagemirrors.local.thread.Threads;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The REST APIs in the stack's own region. They handle every request that no other service
/// handles.
public final class RestApi implements Endpoint {
  /// API Gateway's limit on the size of a request body.
  private static final int LARGEST_BODY = 10 << 20;

  private final GatewayResponses gatewayResponses;
  private final Routes routes;
  private final Functions functions;
  private final Scope home;
  private final Duration timeout;
  private final Clock clock;
  private final PrintStream out;

  public RestApi(
      List<ApiRoute> routes,
      Functions functions,
      Scope home,
      List<GatewayResponse> gatewayResponses,
      Duration timeout,
      Clock clock,
      PrintStream out) {
    this.gatewayResponses = new GatewayResponses(gatewayResponses);
    this.routes = new Routes(routes);
    this.functions = functions;
    this.home = home;
    this.timeout = timeout;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public boolean handles(Request request) {
    return true;
  }

  @Override
  public Reply answer(Request request) {
    var requestId = UUID.randomUUID().toString();
    return routes
        .find(request.method(), request.path())
        .map(found -> answer(request, found, requestId))
        // API Gateway gives this reply to unknown paths and methods, signed or not.
        .orElseGet(() ->
            gatewayResponses
                .reply("MISSING_AUTHENTICATION_TOKEN", 403, "Missing Authentication Token")
                .with("x-amzn-ErrorType", "MissingAuthenticationTokenException"))
        .with("x-amzn-RequestId", requestId);
  }

  private Reply answer(Request request, Routes.Found found, String requestId) {
    if (request.body().length > LARGEST_BODY) {
      return gatewayResponses.reply("REQUEST_TOO_LARGE", 413, "Request Too Long");
    }
    byte[] event;
    try {
      var caller = Signature.caller(request, home.region());
      event = Json.bytes(ProxyEvent.of(request, found, caller, requestId, clock.instant()));
    } catch (IllegalArgumentException e) {
      return gatewayResponses.reply("DEFAULT_4XX", 400, "Bad Request");
    }
    var name = found.route().function();
    return functions.named(name).map(function -> invoke(function, event)).orElseThrow();
  }

  private Reply invoke(LocalFunction function, byte[] event) {
    var invocation =
        CompletableFuture.supplyAsync(
            () -> function.invoke(event, UUID.randomUUID().toString()),
            task -> Threads.start("api", task));
    try {
      return switch (invocation.get(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        case Outcome.Answered answered -> ProxyReply.of(answered.payload());
        case Outcome.Failed _ ->
            gatewayResponses.reply("DEFAULT_5XX", 502, "Internal server error");
      };
    } catch (TimeoutException e) {
      return gatewayResponses.reply("INTEGRATION_TIMEOUT", 504, "Endpoint request timed out");
    } catch (IllegalArgumentException e) {
      out.println(
          function.declared().name() + ": malformed Lambda proxy response: " + e.getMessage());
      return gatewayResponses.reply("DEFAULT_5XX", 502, "Internal server error");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
