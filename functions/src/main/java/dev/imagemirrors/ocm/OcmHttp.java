package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.time.Backoff;
import dev.imagemirrors.time.Deadline;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// OCM's API over HTTP, within the deadline of one invocation. Reads are retried a few times. A
/// write is sent once; the write path decides what follows.
final class OcmHttp {
  private static final String CLUSTERS = "/api/clusters_mgmt/v1/clusters";
  private static final String JSON = "application/json";
  private static final int READS = 4;

  /// A read that OCM wants later than this is left to the caller.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// The time of a short call and of the token for it.
  private static final Duration PROBE = Duration.ofSeconds(1);

  private static final int NO_CONTENT = 204;
  private static final int THROTTLED = 429;

  private final Exchange exchange;
  private final String url;
  private final TokenSource tokens;
  private final Throttle throttle;
  private final Backoff backoff;
  private final Deadline deadline;
  private final Telemetry telemetry;
  private final Duration patience;

  /// Whether a call was not answered in an outage.
  private boolean tried;

  OcmHttp(
      Exchange exchange,
      URI url,
      TokenSource tokens,
      Throttle throttle,
      Backoff backoff,
      Deadline deadline,
      Telemetry telemetry) {
    this.exchange = exchange;
    this.url = url.toString().replaceAll("/+$", "");
    this.tokens = tokens;
    this.throttle = throttle;
    this.backoff = backoff;
    this.deadline = deadline;
    this.telemetry = telemetry;
    this.patience = Outage.patience(deadline.remaining());
  }

  /// Reads below the collection of clusters.
  OcmReply read(String path, Map<String, String> query) {
    var parameters =
        query.entrySet().stream()
            .map(each -> each.getKey() + "=" + segment(each.getValue()))
            .collect(Collectors.joining("&"));
    var target = CLUSTERS + path + (parameters.isEmpty() ? "" : "?" + parameters);
    return read(request("GET", target, Map.of()), exchange::sendBriefly, OcmHttp::hasNoJson);
  }

  /// Reads any resource, JSON or not.
  ///
  /// @param target path and query, percent-encoded
  OcmReply get(String target, Map<String, String> headers) {
    return read(request("GET", target, headers), exchange::send, OcmHttp::isEmpty);
  }

  private OcmReply read(
      OcmRequest request, Sending sending, Predicate<OcmReply.Answered> unusable) {
    for (var tries = 1; ; tries++) {
      var reply = call(request, sending, unusable);
      var pause = pause(reply, tries);
      if (tries == READS
          || pause.compareTo(LONGEST_PAUSE) > 0
          || !isTransient(reply, unusable)
          || isOutage()
          || !deadline.fits(pause.plus(Exchange.LEAST))) {
        return reply;
      }
      deadline.time().sleep(pause);
      telemetry.ocmRetried();
    }
  }

  /// The wait before the next attempt: at least as long as OCM asks for.
  private Duration pause(OcmReply reply, int tries) {
    var pause = backoff.after(tries);
    var after = reply.after();
    return after == null || pause.compareTo(after) > 0 ? pause : after;
  }

  /// Writes below the collection of clusters.
  OcmReply send(String method, String path, @Nullable Json body) {
    var request = request(method, CLUSTERS + path, Map.of());
    return call(
        body == null ? request : request.with(JSON, JsonWriter.write(body), false),
        exchange::send,
        OcmHttp::hasNoJson);
  }

  OcmReply post(String target, String body, Map<String, String> headers) {
    return call(
        request("POST", target, headers).with(JSON, body, false), exchange::send, OcmHttp::isEmpty);
  }

  private boolean isOutage() {
    return exchange.outage().isOn(deadline.time(), patience);
  }

  private interface Sending {
    OcmReply send(OcmRequest request, Deadline deadline);
  }

  private OcmReply call(
      OcmRequest request, Sending sending, Predicate<OcmReply.Answered> unusable) {
    var wait = throttle.left(deadline.time());
    if (wait.isPositive()) {
      return new OcmReply.NotSent(Throttle.REASON, wait);
    }
    return switch (exchange.outage().permit(deadline.time(), patience, tried)) {
      case CALL -> sent(request, sending, unusable, deadline);
      // A write that is cut short would be in doubt.
      case SHORT_CALL ->
          request.repeatable()
              ? sent(request, exchange::probe, unusable, deadline.atMost(PROBE))
              : sent(request, sending, unusable, deadline);
      case NONE -> new OcmReply.Withheld();
    };
  }

  private OcmReply sent(
      OcmRequest request, Sending sending, Predicate<OcmReply.Answered> unusable, Deadline limit) {
    var begun = deadline.time().nanos();
    var reply = authorized(request, sending, limit);
    tried = isOutage();
    if (reply instanceof OcmReply.Answered(var status, _, _, var after, _)
        && status == THROTTLED
        && after != null) {
      throttle.pause(deadline.time(), after);
    }
    var took = Duration.ofNanos(deadline.time().nanos() - begun);
    telemetry.ocmCalled(request.method(), took, result(reply, unusable));
    return reply;
  }

  private Telemetry.Call result(OcmReply reply, Predicate<OcmReply.Answered> unusable) {
    return switch (reply) {
      case OcmReply.Answered answered when answered.status() == 409 ->
          new Telemetry.Call.Conflict();
      case OcmReply.Answered answered
          when (answered.status() == 401 && tokens.isOurs()) || isTransient(answered, unusable) ->
          new Telemetry.Call.Failed(answered.reason());
      case OcmReply.Answered _ -> new Telemetry.Call.Answered();
      case OcmReply.Lost(var why) -> new Telemetry.Call.Failed(why);
      case OcmReply.NotSent(var why, _) -> new Telemetry.Call.Failed(why);
      case OcmReply.Withheld() -> new Telemetry.Call.Failed(OcmReply.Withheld.REASON);
      case OcmReply.Unauthenticated(var why) -> new Telemetry.Call.Failed(why);
    };
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isTransient(OcmReply reply, Predicate<OcmReply.Answered> unusable) {
    return switch (reply) {
      case OcmReply.Answered answered ->
          answered.status() == THROTTLED || answered.status() >= 500 || unusable.test(answered);
      case OcmReply.Lost _, OcmReply.NotSent _ -> true;
      case OcmReply.Withheld _, OcmReply.Unauthenticated _ -> false;
    };
  }

  /// Not an error, and without a JSON body.
  private static boolean hasNoJson(OcmReply.Answered answered) {
    return answered.status() < 400 && answered.status() != NO_CONTENT && answered.body() == null;
  }

  /// A success with an empty body, where a body is expected.
  private static boolean isEmpty(OcmReply.Answered answered) {
    return answered.status() < 300
        && answered.status() != NO_CONTENT
        && answered.raw().bytes().length == 0;
  }

  /// Sends with a token, and again with a new one when OCM does not accept the first.
  private OcmReply authorized(OcmRequest request, Sending sending, Deadline limit) {
    return switch (tokens.token(limit)) {
      case TokenSource.Token.Given(var token) -> {
        var reply = sending.send(request.with("Authorization", "Bearer " + token), limit);
        if (!(reply instanceof OcmReply.Answered answered) || answered.status() != 401) {
          yield reply;
        }
        if (!tokens.renews(token)) {
          yield reply;
        }
        yield switch (tokens.token(limit)) {
          case TokenSource.Token.Given(var fresh) ->
              sending.send(request.with("Authorization", "Bearer " + fresh), limit);
          case TokenSource.Token.Rejected(var reason) -> new OcmReply.Unauthenticated(reason);
          case TokenSource.Token.Unavailable(var reason, var after) ->
              new OcmReply.NotSent(reason, after);
        };
      }
      case TokenSource.Token.Rejected(var reason) -> new OcmReply.Unauthenticated(reason);
      case TokenSource.Token.Unavailable(var reason, var after) ->
          new OcmReply.NotSent(reason, after);
    };
  }

  private OcmRequest request(String method, String target, Map<String, String> headers) {
    var request = OcmRequest.of(method, URI.create(url + target));
    for (var header : headers.entrySet()) {
      request = request.with(header.getKey(), header.getValue());
    }
    return request;
  }
}
