package dev.imagemirrors.recover;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Recovers operations that no invocation is running: the Lambda entry.
public final class RecoverOperationsFunction extends LambdaHandler {
  public RecoverOperationsFunction() {
    this(Environment.system().variables());
  }

  public RecoverOperationsFunction(Map<String, String> environment) {
    super(
        environment,
        "recover/schedule.json",
        RequestHandler.reading(
            RecoverOperations::read,
            (part, services) ->
                new RecoverOperations(services.recovery(), services.announcements())
                    .recover(part)));
  }
}
