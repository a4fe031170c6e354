package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Answers the clients of OCM's API: the Lambda entry.
public final class OcmProxyFunction extends LambdaHandler {
  public OcmProxyFunction() {
    this(Environment.system().variables());
  }

  public OcmProxyFunction(Map<String, String> environment) {
    super(environment, "ocmproxy/api.json", new OcmProxyHandler(new OcmProxy()));
  }
}
