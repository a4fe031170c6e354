package dev.imagemirrors.delete;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Deletes an image mirror: the Lambda entry.
public final class DeleteImageMirrorFunction implements RequestStreamHandler {
  private final Handler handler;

  public DeleteImageMirrorFunction() {
    this(Environment.system());
  }

  public DeleteImageMirrorFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private DeleteImageMirrorFunction(Environment environment) {
    handler = Handler.writing(environment, DeleteRequest::read).primedWith("delete/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
