package dev.imagemirrors.bench.empty;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Does nothing, to measure the cost of the JVM and the Lambda client.
public final class EmptyFunction implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    reply.write(new byte[] {'{', '}'});
  }
}
