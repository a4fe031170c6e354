package dev.imagemirrors.clusterready;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Runs what waits for a cluster that has become ready: the Lambda entry.
public final class ClusterReadyFunction implements RequestStreamHandler {
  private final Handler handler;

  public ClusterReadyFunction() {
    this(Environment.system());
  }

  public ClusterReadyFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ClusterReadyFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                ClusterReady.Request::read,
                (request, services) ->
                    new ClusterReady(services.clusters(), services.backlog()).run(request))
            .primedWith("clusterready/bus.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
