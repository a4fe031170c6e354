package dev.imagemirrors.local.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Caller;
import dev.imagemirrors.local.http.Request;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.sts.Identities;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A REST API event (proxy integration, payload format 1.0).
final class ProxyEvent {
  private static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ProxyEvent() {}

  /// @throws IllegalArgumentException if the query string contains malformed percent-encoding
  static ObjectNode of(
      Request request, Routes.Found found, Caller caller, String requestId, Instant now) {
    var route = found.route();
    var event =
        Json.object()
            .put("resource", route.path())
            .put("path", found.path())
            .put("httpMethod", request.method());
    putAll(event, "headers", "multiValueHeaders", headers(request));
    putAll(event, "queryStringParameters", "multiValueQueryStringParameters", query(request));
    if (found.parameters().isEmpty()) {
      event.putNull("pathParameters");
    } else {
      var parameters = event.putObject("pathParameters");
      found.parameters().forEach(parameters::put);
    }
    event.putNull("stageVariables");
    event.set("requestContext", context(request, found, caller, requestId, now));
    putBody(event, request.body());
    return event;
  }

  /// The last value and all values of each name; both null if there are none.
  private static void putAll(
      ObjectNode event, String single, String multiple, Map<String, List<String>> values) {
    if (values.isEmpty()) {
      event.putNull(single).putNull(multiple);
      return;
    }
    var last = event.putObject(single);
    var all = event.putObject(multiple);
    values.forEach((name, list) -> {
      last.put(name, list.getLast());
      list.forEach(all.putArray(name)::add);
    });
  }

  private static Map<String, List<String>> headers(Request request) {
    var headers = new LinkedHashMap<String, List<String>>();
    request
        .headers()
        .forEach((name, values) -> headers.put(capitalised(name), List.copyOf(values)));
    headers.put("X-Forwarded-For", List.of(request.sourceIp()));
    headers.put("X-Forwarded-Proto", List.of("http"));
    return headers;
  }

  /// The JDK's HTTP server changes `Idempotency-Key` to `Idempotency-key`.
  private static String capitalised(String name) {
    return Arrays.stream(name.split("-", -1))
        .map(word ->
            word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("-"));
  }

  private static Map<String, List<String>> query(Request request) {
    var query = new LinkedHashMap<String, List<String>>();
    var text = request.query();
    if (text == null || text.isEmpty()) {
      return query;
    }
    for (var pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        query
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  private static ObjectNode context(
      Request request, Routes.Found found, Caller caller, String requestId, Instant now) {
    var route = found.route();
    var context =
        Json.object()
            .put("accountId", caller.account())
            .put("apiId", route.apiId())
            .put("deploymentId", "local")
            .put("domainName", request.header("Host").orElse("127.0.0.1"))
            .put("domainPrefix", route.apiId())
            .put("extendedRequestId", requestId)
            .put("httpMethod", request.method())
            .put("path", "/" + route.stage() + found.path())
            .put("protocol", "HTTP/1.1")
            .put("requestId", requestId)
            .put("requestTime", REQUEST_TIME.format(now))
            .put("requestTimeEpoch", now.toEpochMilli())
            .put("resourceId", "local")
            .put("resourcePath", route.path())
            .put("stage", route.stage());
    context.set("identity", identity(request, caller));
    return context;
  }

  private static ObjectNode identity(Request request, Caller caller) {
    var identity = Json.object();
    for (var absent :
        List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userArn")) {
      identity.putNull(absent);
    }
    identity
        .put("sourceIp", request.sourceIp())
        .put("userAgent", request.header("User-Agent").orElse(null));
    caller
        .accessKey()
        .ifPresent(key ->
            identity
                .put("accessKey", key)
                .put("accountId", caller.account())
                .put("caller", Identities.id(key))
                .put("user", Identities.id(key))
                .put("userArn", Identities.arn(key)));
    return identity;
  }

  /// Valid UTF-8 stays text; other bodies are Base64-encoded.
  private static void putBody(ObjectNode event, byte[] body) {
    if (body.length == 0) {
      event.putNull("body").put("isBase64Encoded", false);
      return;
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      event.put("body", text).put("isBase64Encoded", false);
    } catch (CharacterCodingException e) {
      event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
    }
  }
}
