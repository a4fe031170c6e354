package dev.imagemirrors.delete;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Deletes an image mirror: the Lambda entry.
public final class DeleteImageMirrorFunction extends LambdaHandler {
  public DeleteImageMirrorFunction() {
    this(Environment.system().variables());
  }

  public DeleteImageMirrorFunction(Map<String, String> environment) {
    super(environment, "delete/api.json", RequestHandler.writing(DeleteRequest::read));
  }
}
