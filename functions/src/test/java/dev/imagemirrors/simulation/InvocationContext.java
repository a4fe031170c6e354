package dev.imagemirrors.simulation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import org.jspecify.annotations.Nullable;

/// The Lambda context of an invocation.
record InvocationContext(DeployedFunction function, String id, LambdaLogger log)
    implements Context {
  @Override
  public String getAwsRequestId() {
    return id;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) function.timeout().toMillis();
  }

  @Override
  public String getFunctionName() {
    return function.name();
  }

  @Override
  public LambdaLogger getLogger() {
    return log;
  }

  @Override
  public String getLogGroupName() {
    return "none";
  }

  @Override
  public String getLogStreamName() {
    return "none";
  }

  @Override
  public String getFunctionVersion() {
    return "none";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "none:service";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 1024;
  }

  @Override
  public @Nullable String getXrayTraceId() {
    return null;
  }
}
