package dev.imagemirrors.clusterready;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Runs the operations that wait for a cluster to be ready: the Lambda entry.
public final class ClusterReadyFunction extends LambdaHandler {
  public ClusterReadyFunction() {
    this(Environment.system().variables());
  }

  public ClusterReadyFunction(Map<String, String> environment) {
    super(
        environment,
        "clusterready/bus.json",
        RequestHandler.reading(
            ClusterReady.Request::read,
            (request, services) ->
                new ClusterReady(services.clusters(), services.backlog()).run(request)));
  }
}
