package dev.imagemirrors.list;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Lists a cluster's image mirrors: the Lambda entry.
public final class ListImageMirrorsFunction implements RequestStreamHandler {
  private final Handler handler;

  public ListImageMirrorsFunction() {
    this(Environment.system());
  }

  public ListImageMirrorsFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ListImageMirrorsFunction(Environment environment) {
    handler =
        Handler.listing(
                environment,
                ListImageMirrors.Request::read,
                (request, services) ->
                    new ListImageMirrors(
                            services.clusterLookup(),
                            services.mirrors(),
                            services.records(),
                            services.operations())
                        .list(request))
            .primedWith("list/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
