package dev.imagemirrors.create;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Creates an image mirror: the Lambda entry.
public final class CreateImageMirrorFunction implements RequestStreamHandler {
  private final Handler handler;

  public CreateImageMirrorFunction() {
    this(Environment.system());
  }

  public CreateImageMirrorFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private CreateImageMirrorFunction(Environment environment) {
    handler = Handler.writing(environment, CreateRequest::read).primedWith("create/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
