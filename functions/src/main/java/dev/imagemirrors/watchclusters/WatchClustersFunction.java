package dev.imagemirrors.watchclusters;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Polls the clusters that operations wait for: the Lambda entry.
public final class WatchClustersFunction extends LambdaHandler {
  public WatchClustersFunction() {
    this(Environment.system().variables());
  }

  public WatchClustersFunction(Map<String, String> environment) {
    super(
        environment,
        "watchclusters/schedule.json",
        RequestHandler.reading(
            WatchClusters::read,
            (_, services) ->
                new WatchClusters(services.watch(), services.announcements()).check()));
  }
}
