package dev.imagemirrors.explain;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Explains where an image is pulled from: the Lambda entry.
public final class ExplainImageFunction extends LambdaHandler {
  public ExplainImageFunction() {
    this(Environment.system().variables());
  }

  public ExplainImageFunction(Map<String, String> environment) {
    super(
        environment,
        "explain/api.json",
        RequestHandler.showing(
            ExplainImage.Request::read,
            (request, services) ->
                new ExplainImage(services.clusterLookup(), services.mirrors()).explain(request)));
  }
}
