package dev.imagemirrors.local.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.local.template.FunctionResource;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The context of an invocation: request ID, remaining time, and a log that is written to the
/// output of the stack.
final class Invocation implements Context {
  private final FunctionResource function;
  private final String arn;
  private final String requestId;
  private final long deadline;
  private final PrintStream out;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  Invocation(FunctionResource function, String arn, String requestId, PrintStream out) {
    this.function = function;
    this.arn = arn;
    this.requestId = requestId;
    this.deadline = System.nanoTime() + function.timeout().toNanos();
    this.out = out;
  }

  String log() {
    return String.join("\n", log);
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + function.name();
  }

  @Override
  public String getLogStreamName() {
    return "local";
  }

  @Override
  public String getFunctionName() {
    return function.name();
  }

  @Override
  public String getFunctionVersion() {
    return LambdaApi.VERSION;
  }

  @Override
  public String getInvokedFunctionArn() {
    return arn;
  }

  // Lambda returns null unless a mobile application is the caller.
  @Override
  @SuppressWarnings("NullAway")
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  @SuppressWarnings("NullAway")
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
  }

  @Override
  public int getMemoryLimitInMB() {
    return function.memoryMegabytes();
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        log.add(message.stripTrailing());
        out.println(function.name() + ": " + message.stripTrailing());
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
