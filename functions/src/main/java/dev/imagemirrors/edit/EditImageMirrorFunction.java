package dev.imagemirrors.edit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.Handler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Replaces the mirrors of an image mirror: the Lambda entry.
public final class EditImageMirrorFunction implements RequestStreamHandler {
  private final Handler handler;

  public EditImageMirrorFunction() {
    this(Environment.system());
  }

  public EditImageMirrorFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private EditImageMirrorFunction(Environment environment) {
    handler = Handler.writing(environment, EditRequest::read).primedWith("edit/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
