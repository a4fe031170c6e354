package dev.imagemirrors.runoperation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Runs an operation that waits: the Lambda entry.
public final class RunOperationFunction implements RequestStreamHandler {
  private final BatchHandler handler;

  public RunOperationFunction() {
    this(Environment.system());
  }

  public RunOperationFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private RunOperationFunction(Environment environment) {
    handler =
        new BatchHandler(
                Handler.reading(
                    environment,
                    RunOperation.Request::read,
                    (request, services) -> work(services).run(request)),
                (message, services) -> work(services).handle(message))
            .primedWith("runoperation/queue.json");
  }

  private static RunOperation work(Services services) {
    return new RunOperation(services.backlog(), services.operations(), services.queue());
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
