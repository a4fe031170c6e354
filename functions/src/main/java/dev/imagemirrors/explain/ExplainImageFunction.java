package dev.imagemirrors.explain;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Explains where an image is pulled from: the Lambda entry.
public final class ExplainImageFunction implements RequestStreamHandler {
  private final Handler handler;

  public ExplainImageFunction() {
    this(Environment.system());
  }

  public ExplainImageFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ExplainImageFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                ExplainImage.Request::read,
                (request, services) ->
                    new ExplainImage(
                            services.clusterLookup(), services.mirrors(), services.records())
                        .explain(request))
            .primedWith("explain/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
