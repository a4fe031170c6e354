package dev.imagemirrors.door;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.handler.DoorEntry;
import dev.imagemirrors.wiring.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// Answers the clients of OCM's API: the Lambda entry.
public final class OcmDoorFunction implements RequestStreamHandler {
  private final DoorEntry entry;

  public OcmDoorFunction() {
    this(Environment.system());
  }

  public OcmDoorFunction(Map<String, String> environment) {
    this(new Environment(environment));
  }

  private OcmDoorFunction(Environment environment) {
    entry = new DoorEntry(environment, new OcmDoor()).rehearsing("door/api.json");
  }

  @Override
  public void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    entry.handle(event, reply, context);
  }
}
