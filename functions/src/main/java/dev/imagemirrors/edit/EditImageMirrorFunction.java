package dev.imagemirrors.edit;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Replaces the mirrors of an image mirror: the Lambda entry.
public final class EditImageMirrorFunction extends LambdaHandler {
  public EditImageMirrorFunction() {
    this(Environment.system().variables());
  }

  public EditImageMirrorFunction(Map<String, String> environment) {
    super(environment, "edit/api.json", RequestHandler.writing(EditRequest::read));
  }
}
