package dev.imagemirrors.create;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Creates an image mirror: the Lambda entry.
public final class CreateImageMirrorFunction extends LambdaHandler {
  public CreateImageMirrorFunction() {
    this(Environment.system().variables());
  }

  public CreateImageMirrorFunction(Map<String, String> environment) {
    super(environment, "create/api.json", RequestHandler.writing(CreateRequest::read));
  }
}
