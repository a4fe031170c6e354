package dev.imagemirrors.describe;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Shows an image mirror: the Lambda entry.
public final class DescribeImageMirrorFunction extends LambdaHandler {
  public DescribeImageMirrorFunction() {
    this(Environment.system().variables());
  }

  public DescribeImageMirrorFunction(Map<String, String> environment) {
    super(
        environment,
        "describe/api.json",
        RequestHandler.showing(
            DescribeImageMirror.Request::read,
            (request, services) ->
                new DescribeImageMirror(
                        services.clusterLookup(), services.mirrors(), services.records())
                    .describe(request)));
  }
}
