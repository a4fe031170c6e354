package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.Backoff;
import dev.imagemirrors.operation.Deadline;
import dev.imagemirrors.operation.Telemetry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// OCM's API over HTTP, within the time of one invocation. Reads are tried a few times; a write is
/// sent once, and it is the write path that decides what comes next.
final class OcmHttp {
  private static final String BASE = "/api/clusters_mgmt/v1/clusters";
  private static final int READS = 4;
  private static final int NO_CONTENT = 204;

  private final Exchange exchange;
  private final String url;
  private final TokenSource tokens;
  private final Backoff backoff;
  private final Deadline deadline;
  private final Telemetry telemetry;

  OcmHttp(
      Exchange exchange,
      URI url,
      TokenSource tokens,
      Backoff backoff,
      Deadline deadline,
      Telemetry telemetry) {
    this.exchange = exchange;
    this.url = url.toString().replaceAll("/+$", "") + BASE;
    this.tokens = tokens;
    this.backoff = backoff;
    this.deadline = deadline;
    this.telemetry = telemetry;
  }

  OcmReply get(String path, Map<String, String> query) {
    var uri = uri(path, query);
    for (var tries = 1; ; tries++) {
      var reply = call("GET", uri, null);
      var pause = backoff.after(tries);
      if (tries == READS || !passes(reply) || !deadline.fits(pause.plus(Exchange.LEAST))) {
        return reply;
      }
      deadline.time().sleep(pause);
      telemetry.retries();
    }
  }

  OcmReply send(String method, String path, @Nullable Json body) {
    return call(method, uri(path, Map.of()), body);
  }

  private OcmReply call(String method, URI uri, @Nullable Json body) {
    var begun = deadline.time().nanos();
    var reply = authorized(method, uri, body);
    var took = Duration.ofNanos(deadline.time().nanos() - begun);
    telemetry.called(method, took, result(reply));
    return reply;
  }

  private static Telemetry.Call result(OcmReply reply) {
    return switch (reply) {
      case OcmReply.Answered answered when answered.status() == 409 ->
          new Telemetry.Call.Conflict();
      case OcmReply.Answered answered when answered.status() == 401 || passes(answered) ->
          new Telemetry.Call.Failed(answered.reason());
      case OcmReply.Answered _ -> new Telemetry.Call.Answered();
      case OcmReply.Lost(var why) -> new Telemetry.Call.Failed(why);
      case OcmReply.NotSent(var why) -> new Telemetry.Call.Failed(why);
      case OcmReply.Unauthenticated(var why) -> new Telemetry.Call.Failed(why);
    };
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean passes(OcmReply reply) {
    return switch (reply) {
      case OcmReply.Answered answered ->
          answered.status() == 429
              || answered.status() >= 500
              || (answered.status() < 400
                  && answered.status() != NO_CONTENT
                  && answered.body() == null);
      case OcmReply.Lost _, OcmReply.NotSent _ -> true;
      case OcmReply.Unauthenticated _ -> false;
    };
  }

  /// Sends with a token; once more with a new one when OCM does not accept the first.
  private OcmReply authorized(String method, URI uri, @Nullable Json body) {
    return switch (tokens.token(deadline)) {
      case TokenSource.Token.Given(var token) -> {
        var reply = exchange.send(request(method, uri, body, token), deadline);
        if (!(reply instanceof OcmReply.Answered answered) || answered.status() != 401) {
          yield reply;
        }
        tokens.refused(token);
        yield switch (tokens.token(deadline)) {
          case TokenSource.Token.Given(var fresh) ->
              exchange.send(request(method, uri, body, fresh), deadline);
          case TokenSource.Token.Rejected(var reason) -> new OcmReply.Unauthenticated(reason);
          case TokenSource.Token.Unavailable(var reason) -> new OcmReply.NotSent(reason);
        };
      }
      case TokenSource.Token.Rejected(var reason) -> new OcmReply.Unauthenticated(reason);
      case TokenSource.Token.Unavailable(var reason) -> new OcmReply.NotSent(reason);
    };
  }

  private static OcmRequest request(String method, URI uri, @Nullable Json body, String token) {
    var request = OcmRequest.of(method, uri).with("Authorization", "Bearer " + token);
    return body == null ? request : request.with("application/json", body.write(), false);
  }

  private URI uri(String path, Map<String, String> query) {
    var parameters =
        query.entrySet().stream()
            .map(each -> each.getKey() + "=" + segment(each.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(url + path + (parameters.isEmpty() ? "" : "?" + parameters));
  }
}
