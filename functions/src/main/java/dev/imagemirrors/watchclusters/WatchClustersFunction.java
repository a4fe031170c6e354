package dev.imagemirrors.watchclusters;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Looks at the clusters that something waits for: the Lambda entry.
public final class WatchClustersFunction implements RequestStreamHandler {
  private final Handler handler;

  public WatchClustersFunction() {
    this(Environment.system());
  }

  public WatchClustersFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private WatchClustersFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                WatchClusters::read,
                (_, services) ->
                    new WatchClusters(services.watch(), services.announcements()).look())
            .primedWith("watchclusters/schedule.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
