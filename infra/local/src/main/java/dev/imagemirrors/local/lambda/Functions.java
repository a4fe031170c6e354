package dev.imagemirrors.local.lambda;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.template.FunctionResource;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions of one account and region, by name.
public final class Functions {
  private final Map<String, LocalFunction> byName = new LinkedHashMap<>();

  public Functions(
      List<FunctionResource> declared,
      Scope scope,
      String endpoint,
      String sessionToken,
      PrintStream out) {
    for (var function : declared) {
      byName.put(
          function.name(),
          new LocalFunction(
              function,
              scope.arn("lambda", "function:" + function.name()),
              environment(function, scope, endpoint, sessionToken),
              out));
    }
  }

  public Optional<LocalFunction> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<LocalFunction> all() {
    return byName.values();
  }

  /// The variables of the template and of the Lambda runtime. The credentials are those of the
  /// account.
  private static Map<String, String> environment(
      FunctionResource function, Scope scope, String endpoint, String sessionToken) {
    var environment = new LinkedHashMap<>(function.environment());
    environment.put("AWS_REGION", scope.region());
    environment.put("AWS_DEFAULT_REGION", scope.region());
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("AWS_ACCESS_KEY_ID", scope.account());
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_SESSION_TOKEN", sessionToken);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMegabytes()));
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", LambdaApi.VERSION);
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("_HANDLER", function.className() + "::handleRequest");
    return environment;
  }
}
