package dev.imagemirrors.simulation;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.wiring.SimulatedFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Invokes functions, each in an execution environment that it has for itself while it runs. One
/// that was used before is used again, with what it has kept (a token); one that was killed is not.
final class Lambda {
  /// What functions may log as an error: that something outside of them is broken.
  private static final List<String> EXPECTED =
      List.of(
          "\"stack_trace\":\"dev.imagemirrors.operation.StoreUnavailable",
          "\"stack_trace\":\"software.amazon.awssdk.");

  private final Calls calls;
  private final Chaos chaos;
  private final Verdict verdict;
  private final Duration mostSkew;
  private final Map<Deployed, Deque<Environment>> idle = new EnumMap<>(Deployed.class);
  private final Map<Deployed, Integer> invocations = new EnumMap<>(Deployed.class);
  private @Nullable Outfit outfit;

  /// What a function has around it in an environment whose clock this is.
  interface Outfit {
    SimulatedFunction.Around around(SimulatedTime time);
  }

  private record Environment(SimulatedTime time, SimulatedFunction function) {}

  /// What came of an invocation.
  sealed interface Result {
    record Answered(Json reply) implements Result {}

    record Failed(RuntimeException failure) implements Result {}

    record Died() implements Result {}
  }

  Lambda(Calls calls, Chaos chaos, Verdict verdict) {
    this.calls = calls;
    this.chaos = chaos;
    this.verdict = verdict;
    this.mostSkew = chaos.maybe(0.7) ? SimulatedTime.MOST_SKEW : Duration.ZERO;
  }

  /// What functions have around them from here on.
  void dress(Outfit around) {
    outfit = around;
  }

  int invocations() {
    return invocations.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Invokes a function on the strand whose turn it is.
  Result invoke(Deployed function, Json event) {
    var id = function.words() + " " + invocations.merge(function, 1, Integer::sum);
    var environment = environment(function);
    // Clocks are set now and then: each invocation finds its own as it is.
    environment.time().isWrongBy(chaos.between(mostSkew.negated(), mostSkew));
    var process = calls.scheduler().current();
    var who = process.name();
    process.enters(id, new Invocation(calls.scheduler().now() + function.timeout().toNanos()));
    try {
      calls.tell("begins for " + who);
      var result = handle(environment, event, new InvocationContext(function, id, log(id)));
      idle.computeIfAbsent(function, _ -> new ArrayDeque<>()).push(environment);
      return result;
    } catch (Killed killed) {
      calls.tell("is killed: " + killed.getMessage());
      return new Result.Died();
    } finally {
      process.leaves(who);
    }
  }

  private Environment environment(Deployed function) {
    var kept = idle.getOrDefault(function, new ArrayDeque<>()).poll();
    if (kept != null) {
      return kept;
    }
    var time = new SimulatedTime(calls.scheduler(), chaos.random().nextInt());
    var around = requireNonNull(outfit).around(time);
    return new Environment(
        time, new SimulatedFunction(Deployment.handler(function), Deployment.VARIABLES, around));
  }

  private Result handle(Environment environment, Json event, InvocationContext context) {
    try {
      var bytes = event.write().getBytes(StandardCharsets.UTF_8);
      var reply = Json.parse(environment.function().handle(bytes, context));
      calls.tell("answers " + reply.write());
      return new Result.Answered(reply);
    } catch (JsonFault broken) {
      throw new IllegalStateException("a reply that is no JSON", broken);
    } catch (RuntimeException failure) {
      calls.tell("fails: " + failure);
      return new Result.Failed(failure);
    }
  }

  /// Of what functions log only errors are part of the story.
  private LambdaLogger log(String id) {
    return new LambdaLogger() {
      @Override
      public void log(String message) {}

      @Override
      public void log(byte[] message) {
        var line = new String(message, StandardCharsets.UTF_8).strip();
        if (line.contains("\"level\":\"ERROR\"")) {
          calls.story().tell(id, "logs " + line);
          verdict.require(
              EXPECTED.stream().anyMatch(line::contains),
              Invariant.NO_FAULT,
              () -> id + " logs " + line);
        }
      }
    };
  }
}
