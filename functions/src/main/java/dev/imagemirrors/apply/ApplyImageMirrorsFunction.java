package dev.imagemirrors.apply;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.reply.PlanReply;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Applies a whole set of image mirrors, or plans it: the Lambda entry.
public final class ApplyImageMirrorsFunction extends LambdaHandler {
  public ApplyImageMirrorsFunction() {
    this(Environment.system().variables());
  }

  public ApplyImageMirrorsFunction(Map<String, String> environment) {
    super(
        environment,
        "apply/api.json",
        RequestHandler.writing(
            ApplyRequest::read,
            (request, services, links) ->
                request.dryRun()
                    ? new ApplyImageMirrors(services.clusterLookup(), services.planning())
                        .plan(request)
                    : PlanReply.with(
                        request.losses(),
                        RequestHandler.submit(request.submission(), services, links))));
  }
}
