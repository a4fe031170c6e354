package dev.imagemirrors.restore;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Restores the image mirrors that a cluster had, or plans it: the Lambda entry.
public final class RestoreImageMirrorsFunction extends LambdaHandler {
  public RestoreImageMirrorsFunction() {
    this(Environment.system().variables());
  }

  public RestoreImageMirrorsFunction(Map<String, String> environment) {
    super(
        environment,
        "restore/api.json",
        RequestHandler.writing(
            RestoreRequest::read,
            (request, services, links) ->
                new RestoreImageMirrors(
                        services.clusterLookup(),
                        new PastReader(services.verification(), services.checkpoints()),
                        services.planning())
                    .restore(request, write -> RequestHandler.submit(write, services, links))));
  }
}
