package dev.imagemirrors.showhistory;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Shows the history of a cluster or a mirror: the Lambda entry.
public final class ShowHistoryFunction extends LambdaHandler {
  public ShowHistoryFunction() {
    this(Environment.system().variables());
  }

  public ShowHistoryFunction(Map<String, String> environment) {
    super(
        environment,
        "showhistory/api.json",
        RequestHandler.showing(
            ShowHistory.Request::read,
            (request, services) ->
                new ShowHistory(services.clusterLookup(), services.history()).show(request)));
  }
}
