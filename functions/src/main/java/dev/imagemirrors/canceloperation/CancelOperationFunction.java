package dev.imagemirrors.canceloperation;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Cancels a waiting operation: the Lambda entry.
public final class CancelOperationFunction extends LambdaHandler {
  public CancelOperationFunction() {
    this(Environment.system().variables());
  }

  public CancelOperationFunction(Map<String, String> environment) {
    super(
        environment,
        "canceloperation/api.json",
        RequestHandler.reading(
            CancelOperation.Request::read,
            (request, services) -> new CancelOperation(services.cancellation()).cancel(request)));
  }
}
