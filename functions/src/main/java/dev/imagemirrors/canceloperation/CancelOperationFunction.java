package dev.imagemirrors.canceloperation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Calls an operation off that waits: the Lambda entry.
public final class CancelOperationFunction implements RequestStreamHandler {
  private final Handler handler;

  public CancelOperationFunction() {
    this(Environment.system());
  }

  public CancelOperationFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private CancelOperationFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                CancelOperation.Request::read,
                (request, services) -> new CancelOperation(services.cancellation()).cancel(request))
            .primedWith("canceloperation/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
