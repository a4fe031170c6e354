package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.wiring.Environment;
import java.util.Map;

/// Lambda entry of the OCM-compatible API.
public final class OcmProxyFunction extends LambdaHandler {
  public OcmProxyFunction() {
    this(Environment.system().variables());
  }

  public OcmProxyFunction(Map<String, String> environment) {
    super(environment, "ocmproxy/api.json", new OcmProxyHandler(new OcmProxy()));
  }
}
