package dev.imagemirrors.apply;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Entry;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Brings a cluster to a whole set of image mirrors, or plans to: the Lambda entry.
public final class ApplyImageMirrorsFunction implements RequestStreamHandler {
  private final Entry entry;

  public ApplyImageMirrorsFunction() {
    this(Environment.system());
  }

  public ApplyImageMirrorsFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private ApplyImageMirrorsFunction(Environment environment) {
    entry =
        Entry.writing(
                environment,
                ApplyImageMirrors.Asked::read,
                (asked, services, links) ->
                    asked.dryRun()
                        ? new ApplyImageMirrors(services.directory(), services.planning())
                            .plan(asked)
                        : Entry.submit(asked.request(), services, links)
                            .with("not_carried_over", asked.lost()))
            .rehearsing("apply/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    entry.handle(event, reply, context);
  }
}
