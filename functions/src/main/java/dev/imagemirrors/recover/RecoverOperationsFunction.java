package dev.imagemirrors.recover;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Finds operations that nobody is running: the Lambda entry.
public final class RecoverOperationsFunction implements RequestStreamHandler {
  private final Handler handler;

  public RecoverOperationsFunction() {
    this(Environment.system());
  }

  public RecoverOperationsFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private RecoverOperationsFunction(Environment environment) {
    handler =
        Handler.reading(
                environment,
                RecoverOperations::read,
                (_, services) ->
                    new RecoverOperations(services.recovery(), services.announcements()).recover())
            .primedWith("recover/schedule.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
