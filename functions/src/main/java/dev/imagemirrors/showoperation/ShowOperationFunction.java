package dev.imagemirrors.showoperation;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Shows an operation, or the operations on a cluster: the Lambda entry.
public final class ShowOperationFunction extends LambdaHandler {
  public ShowOperationFunction() {
    this(Environment.system().variables());
  }

  public ShowOperationFunction(Map<String, String> environment) {
    super(
        environment,
        "showoperation/api.json",
        RequestHandler.showing(
            ShowOperation.Request::read,
            (request, services) ->
                new ShowOperation(services.clusterLookup(), services.operations()).show(request)));
  }
}
