package dev.imagemirrors.simulation;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.wiring.SimulatedFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Invokes functions, each in its own execution environment. An environment is reused with its
/// state (a cached token), unless its invocation was killed.
final class Lambda {
  /// The errors that functions may log: failures of services outside of them.
  private static final List<String> EXPECTED =
      List.of(
          "\"stack_trace\":\"dev.imagemirrors.operation.StoreUnavailable",
          "\"stack_trace\":\"dev.imagemirrors.operation.BusUnavailable",
          "\"stack_trace\":\"software.amazon.awssdk.");

  private final Calls calls;
  private final FaultInjector faults;
  private final Assertions assertions;
  private final Duration maxSkew;
  private final Map<DeployedFunction, Deque<Environment>> idle =
      new EnumMap<>(DeployedFunction.class);
  private final Map<DeployedFunction, Integer> invocations = new EnumMap<>(DeployedFunction.class);
  private @Nullable Dependencies dependencies;

  /// The dependencies of a function in an environment with this clock.
  interface Dependencies {
    SimulatedFunction.Around around(SimulatedTime time);
  }

  private record Environment(SimulatedTime time, SimulatedFunction function) {}

  /// The result of an invocation.
  sealed interface Result {
    record Answered(Json reply) implements Result {}

    record Failed(RuntimeException failure) implements Result {}

    record Died() implements Result {}
  }

  Lambda(Calls calls, FaultInjector faults, Assertions assertions) {
    this.calls = calls;
    this.faults = faults;
    this.assertions = assertions;
    this.maxSkew = faults.chance(0.7) ? SimulatedTime.MAX_SKEW : Duration.ZERO;
  }

  /// Sets the dependencies of all functions.
  void connect(Dependencies around) {
    dependencies = around;
  }

  int invocations() {
    return invocations.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Invokes a function on the current process.
  Result invoke(DeployedFunction function, Json event) {
    var id = function.description() + " " + invocations.merge(function, 1, Integer::sum);
    var environment = environment(function);
    // Clocks are adjusted now and then, so each invocation gets a new skew.
    environment.time().setSkew(faults.between(maxSkew.negated(), maxSkew));
    var process = calls.scheduler().current();
    var caller = process.name();
    process.enters(id, new Invocation(calls.scheduler().now() + function.timeout().toNanos()));
    try {
      calls.log("starts for " + caller);
      var result = handle(environment, event, new InvocationContext(function, id, log(id)));
      idle.computeIfAbsent(function, _ -> new ArrayDeque<>()).push(environment);
      return result;
    } catch (Killed killed) {
      calls.log("is killed: " + killed.getMessage());
      return new Result.Died();
    } finally {
      process.leaves(caller);
    }
  }

  private Environment environment(DeployedFunction function) {
    var kept = idle.getOrDefault(function, new ArrayDeque<>()).poll();
    if (kept != null) {
      return kept;
    }
    var time = new SimulatedTime(calls.scheduler(), faults.random().nextInt());
    var around = requireNonNull(dependencies).around(time);
    return new Environment(
        time, new SimulatedFunction(Deployment.handler(function), Deployment.VARIABLES, around));
  }

  private Result handle(Environment environment, Json event, InvocationContext context) {
    try {
      var bytes = JsonWriter.write(event).getBytes(StandardCharsets.UTF_8);
      var reply = JsonReader.read(environment.function().handle(bytes, context));
      calls.log("replies " + JsonWriter.write(reply));
      return new Result.Answered(reply);
    } catch (JsonFault broken) {
      throw new IllegalStateException("the reply is not JSON", broken);
    } catch (RuntimeException failure) {
      calls.log("fails: " + failure);
      return new Result.Failed(failure);
    }
  }

  /// Only errors that functions log are part of the trace.
  private LambdaLogger log(String id) {
    return new LambdaLogger() {
      @Override
      public void log(String message) {}

      @Override
      public void log(byte[] message) {
        var line = new String(message, StandardCharsets.UTF_8).strip();
        if (line.contains("\"level\":\"ERROR\"")) {
          calls.trace().add(id, "logs " + line);
          assertions.require(
              EXPECTED.stream().anyMatch(line::contains),
              Invariant.NO_INTERNAL_ERRORS,
              () -> id + " logs " + line);
        }
      }
    };
  }
}
