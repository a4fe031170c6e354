package dev.imagemirrors.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.thread.Threads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// A function of the template, run in this process with the limits of Lambda.
public final class LocalFunction {
  /// The alias that the API, the bus, queues, streams and schedules invoke.
  static final String SERVICE = "service";

  private static final int LARGEST_RESPONSE = 6_291_556;

  private final FunctionResource declared;
  private final String arn;
  private final Instances instances;
  private final PrintStream out;
  private final AtomicLong invocations = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  LocalFunction(
      FunctionResource declared, String arn, Map<String, String> environment, PrintStream out) {
    this.declared = declared;
    this.arn = arn;
    this.instances = new Instances(declared.className(), environment);
    this.out = out;
  }

  public FunctionResource declared() {
    return declared;
  }

  public String arn() {
    return arn;
  }

  public long invocations() {
    return invocations.get();
  }

  public long failures() {
    return failures.get();
  }

  /// Creates an instance, which reads the function's settings; the first invocation uses it.
  ///
  /// @throws Throwable what its constructor throws
  public void start() throws Throwable {
    instances.giveBack(instances.take());
  }

  /// Invokes the function as an AWS service does, and waits for the result, no longer than its
  /// timeout.
  public Outcome invoke(byte[] payload, String requestId) {
    return invoke(payload, requestId, Optional.of(SERVICE));
  }

  /// Invokes the function through a version or an alias, or neither.
  Outcome invoke(byte[] payload, String requestId, Optional<String> qualifier) {
    invocations.incrementAndGet();
    var invoked = arn + qualifier.map(name -> ":" + name).orElse("");
    var context = new Invocation(declared, invoked, requestId, out);
    var outcome = run(payload, context);
    if (outcome instanceof Outcome.Failed failed) {
      failures.incrementAndGet();
      out.println(
          declared.name()
              + " failed: "
              + failed.error().path("errorType").asText()
              + ": "
              + failed.error().path("errorMessage").asText());
    }
    return outcome;
  }

  private Outcome run(byte[] payload, Invocation context) {
    var task = new FutureTask<>(() -> handle(payload, context));
    var thread = Threads.start(declared.name(), task);
    try {
      return task.get(declared.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return new Outcome.Failed(
          ErrorPayload.timedOut(context.getAwsRequestId(), declared.timeout()), context.log());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(
          ErrorPayload.of("Service.Stopped", "The local stack is stopping"), context.log());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome handle(byte[] payload, Invocation context) {
    RequestStreamHandler instance;
    try {
      instance = instances.take();
    } catch (Throwable e) {
      return new Outcome.Failed(ErrorPayload.of(e), context.log());
    }
    var output = new ByteArrayOutputStream();
    try {
      instance.handleRequest(new ByteArrayInputStream(payload), output, context);
    } catch (Throwable e) {
      return new Outcome.Failed(ErrorPayload.of(e), context.log());
    } finally {
      // Lambda discards an instance after a timeout.
      if (context.getRemainingTimeInMillis() > 0) {
        instances.giveBack(instance);
      }
    }
    return output.size() > LARGEST_RESPONSE
        ? new Outcome.Failed(
            ErrorPayload.of(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size ("
                    + LARGEST_RESPONSE
                    + " bytes)."),
            context.log())
        : new Outcome.Answered(output.toByteArray(), context.log());
  }
}
