package dev.imagemirrors.apply;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Brings a cluster to a whole set of image mirrors, or plans to: the Lambda entry.
public final class ApplyImageMirrorsFunction implements RequestStreamHandler {
  private final Handler handler;

  public ApplyImageMirrorsFunction() {
    this(Environment.system());
  }

  public ApplyImageMirrorsFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ApplyImageMirrorsFunction(Environment environment) {
    handler =
        Handler.writing(
                environment,
                ApplyImageMirrors.Asked::read,
                (asked, services, links) ->
                    asked.dryRun()
                        ? new ApplyImageMirrors(services.clusterLookup(), services.planning())
                            .plan(asked)
                        : Handler.submit(asked.request(), services, links)
                            .with("not_carried_over", asked.lost()))
            .primedWith("apply/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
