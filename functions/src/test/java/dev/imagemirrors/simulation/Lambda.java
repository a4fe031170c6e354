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

  /// The pauses between the attempts to invoke a function that is throttled, and the age at which
  /// its event is dropped.
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
  private static final Duration MAX_AGE = Duration.ofHours(6);

  private final Calls calls;
  private final FaultInjector faults;
  private final Assertions assertions;
  private final Concurrency concurrency;
  private final Map<String, String> variables;
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

    /// The function was not invoked, because a limit of concurrent executions was reached.
    record Throttled() implements Result {}
  }

  Lambda(
      Calls calls,
      FaultInjector faults,
      Assertions assertions,
      Concurrency concurrency,
      Map<String, String> variables) {
    this.calls = calls;
    this.faults = faults;
    this.assertions = assertions;
    this.concurrency = concurrency;
    this.variables = variables;
    this.maxSkew = faults.chance(0.7) ? SimulatedTime.MAX_SKEW : Duration.ZERO;
  }

  /// Sets the dependencies of all functions.
  void connect(Dependencies around) {
    dependencies = around;
  }

  int invocations() {
    return invocations.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Invokes a function on the current process, and waits for its reply.
  Result invoke(DeployedFunction function, Json event) {
    if (!concurrency.begin(function)) {
      calls.log("cannot invoke " + function.description() + ": too many executions");
      return new Result.Throttled();
    }
    var begun = calls.scheduler().now();
    try {
      return run(function, event);
    } finally {
      concurrency.end(function, begun);
    }
  }

  /// Queues an event for a function, as the bus and schedules do. Lambda invokes the function when
  /// the limits allow it.
  Result invokeFromQueue(DeployedFunction function, Json event) {
    var since = calls.scheduler().now();
    for (var pause = FIRST_PAUSE; ; pause = pause.multipliedBy(2)) {
      var result = invoke(function, event);
      if (!(result instanceof Result.Throttled)) {
        return result;
      }
      if (calls.scheduler().now() - since > MAX_AGE.toNanos()) {
        calls.log("an event is too old");
        return result;
      }
      calls.scheduler().sleep(pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE);
    }
  }

  private Result run(DeployedFunction function, Json event) {
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
        time, new SimulatedFunction(Deployment.handler(function), variables, around));
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
