package dev.imagemirrors.describe;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Describes an image mirror: the Lambda entry.
public final class DescribeImageMirrorFunction implements RequestStreamHandler {
  private final Handler handler;

  public DescribeImageMirrorFunction() {
    this(Environment.system());
  }

  public DescribeImageMirrorFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private DescribeImageMirrorFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                DescribeImageMirror.Request::read,
                (request, services) ->
                    new DescribeImageMirror(
                            services.clusterLookup(), services.mirrors(), services.records())
                        .describe(request))
            .primedWith("describe/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
