package dev.imagemirrors.showhistory;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Shows a cluster's history: the Lambda entry.
public final class ShowHistoryFunction implements RequestStreamHandler {
  private final Handler handler;

  public ShowHistoryFunction() {
    this(Environment.system());
  }

  public ShowHistoryFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ShowHistoryFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                ShowHistory.Request::read,
                (request, services) ->
                    new ShowHistory(services.clusterLookup(), services.history()).show(request))
            .primedWith("showhistory/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
