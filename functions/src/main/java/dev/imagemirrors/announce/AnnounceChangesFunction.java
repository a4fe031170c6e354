package dev.imagemirrors.announce;

import dev.imagemirrors.event.StreamRecord;
import dev.imagemirrors.handler.BatchHandler;
import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Services;
import java.util.Map;

/// Announces changes on the bus, from the stream of the history, and refuses mistyped events there:
/// the Lambda entry.
public final class AnnounceChangesFunction extends LambdaHandler {
  public AnnounceChangesFunction() {
    this(Environment.system().variables());
  }

  public AnnounceChangesFunction(Map<String, String> environment) {
    super(
        environment,
        "announce/stream.json",
        BatchHandler.together(
            StreamRecord::read,
            (records, services) -> work(services).handle(records),
            new MistypedEvents(
                RequestHandler.reading(
                    AnnounceChanges.Request::read,
                    (request, services) -> work(services).again(request)))));
  }

  private static AnnounceChanges work(Services services) {
    return new AnnounceChanges(
        services.clusterLookup(),
        services.history(),
        services.operations(),
        services.announcements(),
        services.checkpointing(),
        services.ports().telemetry());
  }
}
