package dev.imagemirrors.announce;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Announces what was done, from the stream of the history: the Lambda entry.
public final class AnnounceChangesFunction implements RequestStreamHandler {
  private final BatchHandler handler;

  public AnnounceChangesFunction() {
    this(Environment.system());
  }

  public AnnounceChangesFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private AnnounceChangesFunction(Environment environment) {
    handler =
        new BatchHandler(
                Handler.reading(
                    environment,
                    AnnounceChanges.Request::read,
                    (request, services) -> work(services).again(request)),
                (streamed, services) -> work(services).handle(streamed))
            .primedWith("announce/stream.json");
  }

  private static AnnounceChanges work(Services services) {
    return new AnnounceChanges(
        services.clusterLookup(),
        services.history(),
        services.operations(),
        services.announcements());
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
