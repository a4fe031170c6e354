package dev.imagemirrors.runoperation;

import dev.imagemirrors.event.QueueMessage;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Services;
import java.util.Map;

/// Runs a waiting operation: the Lambda entry.
public final class RunOperationFunction extends LambdaHandler {
  public RunOperationFunction() {
    this(Environment.system().variables());
  }

  public RunOperationFunction(Map<String, String> environment) {
    super(
        environment,
        "runoperation/queue.json",
        BatchHandler.oneByOne(
            QueueMessage::read,
            (message, services) -> work(services).handle(message),
            RequestHandler.reading(
                RunOperation.Request::read, (request, services) -> work(services).run(request))));
  }

  private static RunOperation work(Services services) {
    return new RunOperation(services.backlog(), services.operations(), services.queue());
  }
}
