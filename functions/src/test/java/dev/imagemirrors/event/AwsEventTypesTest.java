package dev.imagemirrors.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Actor.Via;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.reply.Samples;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The functions read events themselves. Each sample is also read into its type in AWS Lambda Java
/// Events, and both readings must agree.
class AwsEventTypesTest {
  private static final String REQUEST = "request-1";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(ScheduledEvent.class, BusNames.class)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /// Lambda's runtime maps these names too, and reads the time with another library.
  @JsonIgnoreProperties("time")
  private abstract static class BusNames {
    @JsonProperty("detail-type")
    abstract String getDetailType();
  }

  private static Stream<String> samples(String member) {
    return Samples.all()
        .map(sample -> new String(sample.event(), UTF_8))
        .filter(event -> parsed(event).members().containsKey(member));
  }

  static Stream<String> apiSamples() {
    return samples("requestContext");
  }

  static Stream<String> busSamples() {
    return samples("detail-type");
  }

  @ParameterizedTest
  @MethodSource("apiSamples")
  void readsAnApiEventAsItsTypeDoes(String sample) throws IOException {
    var typed = MAPPER.readValue(sample, APIGatewayProxyRequestEvent.class);
    var context = typed.getRequestContext();
    var identity = context.getIdentity();

    var event = EventReader.read(sample.getBytes(UTF_8), REQUEST, true);

    assertThat(event.shape()).isEqualTo(Event.Shape.API);
    assertThat(event.id()).isEqualTo(context.getRequestId());
    assertThat(event.given()).isEqualTo(fields(typed));
    assertThat(event.actor())
        .isEqualTo(
            new Actor(
                Via.API,
                identity.getUserArn() == null
                    ? "anonymous from " + identity.getSourceIp()
                    : identity.getUserArn(),
                identity.getAccountId(),
                context.getRequestId()));
    assertThat(event.faults()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("apiSamples")
  void readsAnHttpRequestAsItsTypeDoes(String sample) throws IOException {
    var typed = MAPPER.readValue(sample, APIGatewayProxyRequestEvent.class);

    var request = HttpRequest.read(sample.getBytes(UTF_8), REQUEST).orElseThrow();

    assertThat(request.id()).isEqualTo(typed.getRequestContext().getRequestId());
    assertThat(request.method()).isEqualTo(typed.getHttpMethod());
    assertThat(request.path()).isEqualTo(typed.getPath());
    assertThat(typed.getHeaders())
        .allSatisfy((name, value) -> assertThat(request.header(lower(name))).contains(value));
    assertThat(request.body()).isEqualTo(typed.getBody());
  }

  @ParameterizedTest
  @MethodSource("busSamples")
  void readsABusEventAsItsTypeDoes(String sample) throws IOException {
    var typed = MAPPER.readValue(sample, ScheduledEvent.class);

    var event = EventReader.read(sample.getBytes(UTF_8), REQUEST, true);

    assertThat(event.shape()).isEqualTo(Event.Shape.BUS);
    assertThat(event.id()).isEqualTo(typed.getId());
    assertThat(event.given()).isEqualTo(members(MAPPER.writeValueAsString(typed.getDetail())));
    assertThat(event.actor())
        .isEqualTo(new Actor(Via.BUS, typed.getSource(), typed.getAccount(), typed.getId()));
    assertThat(event.faults()).isEmpty();
  }

  @Test
  void readsAnHttpApiEventAsItsTypeDoes() throws IOException {
    var sample =
        """
        {"version": "2.0", "routeKey": "DELETE /clusters/{cluster}/image-mirrors/{id}",
         "rawPath": "/clusters/mycluster/image-mirrors/quay.io%2Fteam", "rawQueryString": "yes=true",
         "headers": {"if-match": "abc", "idempotency-key": "key-1"},
         "queryStringParameters": {"yes": "true"},
         "pathParameters": {"cluster": "mycluster", "id": "quay.io/team"},
         "requestContext": {"accountId": "123456789012", "requestId": "http-1",
           "http": {"method": "DELETE", "sourceIp": "203.0.113.7"},
           "authorizer": {"iam": {"userArn": "arn:aws:iam::123456789012:user/pat",
             "accountId": "123456789012"}}}}
        """;
    var typed = MAPPER.readValue(sample, APIGatewayV2HTTPEvent.class);
    var iam = typed.getRequestContext().getAuthorizer().getIam();

    var event = EventReader.read(sample.getBytes(UTF_8), REQUEST, true);

    assertThat(event.shape()).isEqualTo(Event.Shape.API);
    assertThat(event.id()).isEqualTo(typed.getRequestContext().getRequestId());
    assertThat(event.given())
        .isEqualTo(
            Map.of(
                "cluster", Json.of(typed.getPathParameters().get("cluster")),
                "id", Json.of(typed.getPathParameters().get("id")),
                "yes", Json.of(typed.getQueryStringParameters().get("yes")),
                "idempotency_key", Json.of(typed.getHeaders().get("idempotency-key")),
                "version", Json.of(typed.getHeaders().get("if-match"))));
    assertThat(event.actor())
        .isEqualTo(
            new Actor(
                Via.API,
                iam.getUserArn(),
                iam.getAccountId(),
                typed.getRequestContext().getRequestId()));
  }

  /// The fields of a request, from every part of it.
  private static Map<String, Json> fields(APIGatewayProxyRequestEvent typed) {
    var fields = new LinkedHashMap<String, Json>();
    typed
        .getPathParameters()
        .forEach((name, value) -> fields.put(name, Json.of(URLDecoder.decode(value, UTF_8))));
    if (typed.getMultiValueQueryStringParameters() != null) {
      typed
          .getMultiValueQueryStringParameters()
          .forEach((name, values) -> fields.put(name, Json.of(values.getFirst())));
    }
    if (typed.getBody() != null) {
      fields.putAll(members(typed.getBody()));
    }
    return fields;
  }

  private static Map<String, Json> members(String json) {
    return parsed(json).members();
  }

  private static Json parsed(String json) {
    try {
      return JsonReader.read(json);
    } catch (JsonFault fault) {
      throw new AssertionError(fault);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
