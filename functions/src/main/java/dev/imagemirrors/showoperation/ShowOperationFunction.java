package dev.imagemirrors.showoperation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Shows operations, and how far they are: the Lambda entry.
public final class ShowOperationFunction implements RequestStreamHandler {
  private final Handler handler;

  public ShowOperationFunction() {
    this(Environment.system());
  }

  public ShowOperationFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ShowOperationFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                ShowOperation.Request::read,
                (request, services) ->
                    new ShowOperation(services.clusterLookup(), services.operations())
                        .show(request))
            .primedWith("showoperation/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
