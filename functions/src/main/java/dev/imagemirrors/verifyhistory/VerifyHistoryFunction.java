package dev.imagemirrors.verifyhistory;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Verifies a cluster's history: the Lambda entry.
public final class VerifyHistoryFunction implements RequestStreamHandler {
  private final Handler handler;

  public VerifyHistoryFunction() {
    this(Environment.system());
  }

  public VerifyHistoryFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private VerifyHistoryFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                VerifyHistory.Request::read,
                (request, services) ->
                    new VerifyHistory(services.clusterLookup(), services.verification())
                        .verify(request))
            .primedWith("verifyhistory/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
