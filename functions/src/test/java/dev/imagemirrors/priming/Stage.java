package dev.imagemirrors.priming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.cloudwatch.CloudWatchTelemetry;
import dev.imagemirrors.event.DirectFailure;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.handler.EventHandler;
import dev.imagemirrors.handler.RequestHandlerTest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.ocm.ScriptedOcm;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/// The deployed functions over stand-ins for AWS and OCM within this process, which answer every
/// call with success and count the calls. Time passes only in sleeps.
public final class Stage {
  private static final Duration LIMIT = Duration.ofSeconds(24);

  private final VirtualTime time = new VirtualTime();
  private final List<ScriptedOcm.Call> ocm = new ArrayList<>();
  private final CountedAws aws = new CountedAws();
  private final Map<Class<?>, Wiring.Answering> functions = new HashMap<>();
  private final Wiring wiring;

  public Stage(Map<String, String> environment) {
    wiring =
        new Wiring(
            new Environment(environment),
            time,
            aws,
            (url, tokenUrl, credentials, at, random) ->
                ScriptedOcm.reporting(ocm::add, url, tokenUrl, credentials, at, random));
  }

  /// The result of an event.
  ///
  /// @param status the status of an API reply or a problem; 200 for any other reply
  /// @param calls the number of calls to AWS and OCM, except the announcement of a refusal
  public record Played(int status, int calls, String text) {}

  public Played play(Class<?> function, byte[] event) {
    ocm.clear();
    aws.begin();
    try {
      var reply = Wiring.answer(event, invocation(), function(function));
      return new Played(status(JsonReader.read(reply)), calls(), new String(reply, UTF_8));
    } catch (DirectFailure failure) {
      return new Played(
          status(failure),
          calls(),
          failure.getClass().getSimpleName() + ": " + failure.getMessage());
    } catch (JsonFault fault) {
      throw new AssertionError("the reply " + fault.reason(), fault);
    }
  }

  /// The calls to OCM for the last event.
  public List<ScriptedOcm.Call> callsToOcm() {
    return List.copyOf(ocm);
  }

  private static int status(Json reply) {
    var status = reply.at("statusCode").asLong(200);
    return (int)
        (String.valueOf(reply.at("type").asText()).startsWith("urn:image-mirrors:problem:")
            ? reply.at("status").asLong(0)
            : status);
  }

  private static int status(DirectFailure failure) {
    var name = failure.getClass().getSimpleName();
    return Arrays.stream(ProblemType.values())
        .filter(type -> type.name().replace("_", "").equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private int calls() {
    return ocm.size() + aws.calls;
  }

  private Wiring.Answering function(Class<?> function) {
    return functions.computeIfAbsent(function, type -> handler(type).on(wiring));
  }

  private static EventHandler handler(Class<?> function) {
    return Objects.requireNonNull(RequestHandlerTest.FUNCTIONS.get(function)).handler();
  }

  private Invocation invocation() {
    var whose = new CloudWatchTelemetry.Invocation("stack", "function", "request-1", null);
    return new Invocation(
        "request-1",
        true,
        Deadline.in(time, LIMIT),
        new CloudWatchTelemetry(new CheckedLog(), whose, time));
  }

  /// A log that accepts only lines of JSON.
  private static final class CheckedLog implements LambdaLogger {
    @Override
    public void log(String message) {
      throw new AssertionError("a text is wrapped in JSON once more: " + message);
    }

    @Override
    public void log(byte[] message) {
      try {
        assertThat(JsonReader.read(message)).isInstanceOf(Json.Members.class);
      } catch (JsonFault fault) {
        throw new AssertionError("a line of the log " + fault.reason(), fault);
      }
    }
  }

  private static final class CountedAws implements SdkHttpClient {
    private PrimingAws forPriming = forPriming();
    private int calls;

    void begin() {
      forPriming = forPriming();
      calls = 0;
    }

    private static PrimingAws forPriming() {
      try {
        return new PrimingAws(Priming.item());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      var target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
      calls += target.endsWith("PutEvents") ? 0 : 1;
      return forPriming.prepareRequest(request);
    }

    @Override
    public void close() {}
  }
}
