package dev.imagemirrors.verifyhistory;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Verifies the history of a cluster: the Lambda entry.
public final class VerifyHistoryFunction extends LambdaHandler {
  public VerifyHistoryFunction() {
    this(Environment.system().variables());
  }

  public VerifyHistoryFunction(Map<String, String> environment) {
    super(
        environment,
        "verifyhistory/api.json",
        RequestHandler.reading(
            VerifyHistory.Request::read,
            (request, services) ->
                new VerifyHistory(
                        services.clusterLookup(), services.verification(), services.checkpoints())
                    .verify(request)));
  }
}
