package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.cluster.Relay.Relayed;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.reply.HttpReply;
import dev.imagemirrors.reply.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers OCM's clients as OCM does: writes of image mirrors run on our own write path, reads are
/// forwarded, and everything else is refused.
final class OcmProxy implements OcmProxyHandler.Api {
  private static final int LONGEST_QUERY = 8_192;
  private static final int LONGEST_HEADER = 1_024;

  /// The only headers that are forwarded beside the token, by the name in the request.
  private static final Map<String, String> FORWARDED =
      Map.of("accept", "Accept", "accept-language", "Accept-Language", "user-agent", "User-Agent");

  @Override
  public HttpReply answer(HttpRequest request, OcmProxyHandler.Opened opened) {
    try {
      var path = OcmPath.parse(request.path());
      var caller =
          Caller.of(
              request
                  .header("authorization")
                  .orElseThrow(() ->
                      new OcmError(
                          401,
                          "Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie")));
      return answer(request, path, caller, opened);
    } catch (OcmError error) {
      return error.reply(request.id(), whole(request), opened.now());
    } catch (InvalidField fault) {
      return refusal(request, 400, String.valueOf(fault.getMessage()), null, opened.now());
    } catch (Faults faults) {
      return refusal(request, 400, String.valueOf(faults.getMessage()), null, opened.now());
    }
  }

  private static HttpReply answer(
      HttpRequest request, OcmPath path, Caller caller, OcmProxyHandler.Opened opened) {
    var target = path.target();
    if (request.method().equals("GET")) {
      return forwarded(request, path, caller, opened);
    }
    return switch (target) {
      case OcmPath.Target.Events _ when request.method().equals("POST") ->
          forwarded(request, path, caller, opened);
      case OcmPath.Target.Mirrors(var cluster) when request.method().equals("POST") ->
          new MirrorWrites(request, caller, opened).create(cluster);
      case OcmPath.Target.Mirror(var cluster, var id) when request.method().equals("PATCH") ->
          new MirrorWrites(request, caller, opened).edit(cluster, id);
      case OcmPath.Target.Mirror(var cluster, var id) when request.method().equals("DELETE") ->
          new MirrorWrites(request, caller, opened).delete(cluster, id);
      case OcmPath.Target.Mirrors _,
          OcmPath.Target.Mirror _,
          OcmPath.Target.Events _,
          OcmPath.Target.Other _ ->
          throw new OcmError(
              405,
              "Method '%s' is not allowed for resource '%s': this API accepts only reads and writes of image mirrors"
                  .formatted(request.method(), path));
    };
  }

  private static HttpReply forwarded(
      HttpRequest request, OcmPath path, Caller caller, OcmProxyHandler.Opened opened) {
    if (request.query().length() > LONGEST_QUERY) {
      throw new OcmError(
          414,
          "The query has %d characters; at most %d are allowed"
              .formatted(request.query().length(), LONGEST_QUERY));
    }
    var relay = opened.callers(caller.token()).relay();
    var body = request.body();
    var relayed =
        request.method().equals("GET")
            ? relay.get(path.encoded(), query(request), headers(request))
            : relay.post(path.encoded(), body == null ? "{}" : body, headers(request));
    return switch (relayed) {
      case Relayed.Answered answered -> OcmReplies.relayed(answered, request.id());
      case Relayed.Failed(var reason) -> throw OcmError.later(reason, null);
    };
  }

  /// The query as it was sent, when it is a valid part of a URL.
  private static String query(HttpRequest request) {
    var query = request.query();
    if (!query.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>\\^`{|}#".indexOf(c) < 0)) {
      throw new InvalidField("query", "has invalid percent-encoding");
    }
    try {
      var _ = URLDecoder.decode(query, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidField("query", "has invalid percent-encoding");
    }
    return query;
  }

  private static Map<String, String> headers(HttpRequest request) {
    var headers = new LinkedHashMap<String, String>();
    FORWARDED.forEach((name, there) ->
        request
            .header(name)
            .filter(value -> value.length() <= LONGEST_HEADER)
            .filter(value -> value.chars().allMatch(c -> c >= ' ' && c < 0x7f))
            .ifPresent(value -> headers.put(there, value)));
    return headers;
  }

  @Override
  public HttpReply refuse(HttpRequest request, Reply.Problem problem, Instant now) {
    return refusal(request, problem.type().status(), problem.detail(), problem.retryAfter(), now);
  }

  private static HttpReply refusal(
      HttpRequest request, int status, String reason, @Nullable Duration retryAfter, Instant now) {
    return new OcmError(status, reason, retryAfter).reply(request.id(), whole(request), now);
  }

  private static String whole(HttpRequest request) {
    return request.path().startsWith("/api/") ? request.path() : "/api" + request.path();
  }
}
