package dev.imagemirrors.list;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Lists the image mirrors of a cluster: the Lambda entry.
public final class ListImageMirrorsFunction extends LambdaHandler {
  public ListImageMirrorsFunction() {
    this(Environment.system().variables());
  }

  public ListImageMirrorsFunction(Map<String, String> environment) {
    super(
        environment,
        "list/api.json",
        RequestHandler.listing(
            ListImageMirrors.Request::read,
            (request, services) ->
                new ListImageMirrors(
                        services.clusterLookup(),
                        services.mirrors(),
                        services.records(),
                        services.operations())
                    .list(request)));
  }
}
