package dev.imagemirrors.restore;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Brings a cluster back to image mirrors that it had, or plans to: the Lambda entry.
public final class RestoreImageMirrorsFunction implements RequestStreamHandler {
  private final Handler handler;

  public RestoreImageMirrorsFunction() {
    this(Environment.system());
  }

  public RestoreImageMirrorsFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private RestoreImageMirrorsFunction(Environment environment) {
    handler =
        Handler.writing(
                environment,
                RestoreImageMirrors.Asked::read,
                (asked, services, links) ->
                    new RestoreImageMirrors(
                            services.clusterLookup(), services.verification(), services.planning())
                        .restore(asked, request -> Handler.submit(request, services, links)))
            .primedWith("restore/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
