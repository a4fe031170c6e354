package dev.imagemirrors.ocmproxy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Answers the clients of OCM's API: the Lambda entry.
public final class OcmProxyFunction implements RequestStreamHandler {
  private final OcmProxyHandler handler;

  public OcmProxyFunction() {
    this(Environment.system());
  }

  public OcmProxyFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private OcmProxyFunction(Environment environment) {
    handler = new OcmProxyHandler(environment, new OcmProxy()).primedWith("ocmproxy/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    handler.handle(event, reply, context);
  }
}
