package dev.imagemirrors.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.priming.Priming;
import dev.imagemirrors.time.Time;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// A Lambda function: its environment, its handler, and its priming before a SnapStart snapshot.
public abstract class LambdaHandler implements RequestStreamHandler {
  /// The event of the schedule that keeps a version active: Lambda deactivates a SnapStart version
  /// that is not invoked for 14 days, and then its next invocation fails.
  private static final Json KEEP_ALIVE = Json.object().put("keep_alive", Json.of(true)).build();

  private static final int LONGEST_KEEP_ALIVE = 64;
  private static final byte[] NOTHING = {'{', '}'};

  private final Wiring wiring;
  private final EventHandler handler;

  /// A field, because the registry of CRaC holds only weak references.
  private final Priming priming;

  /// @param sample the event to prime with, as a path in the folder of sample events
  protected LambdaHandler(Map<String, String> environment, String sample, EventHandler handler) {
    var variables = new Environment(environment);
    this.wiring = new Wiring(variables, Time.SYSTEM);
    this.handler = handler;
    this.priming = Priming.of(sample, variables, handler::on);
  }

  @Override
  public final void handleRequest(InputStream event, OutputStream reply, Context context)
      throws IOException {
    var bytes = event.readAllBytes();
    reply.write(isKeepAlive(bytes) ? NOTHING : wiring.invoke(bytes, context, handler.on(wiring)));
  }

  private static boolean isKeepAlive(byte[] event) {
    try {
      return event.length <= LONGEST_KEEP_ALIVE && KEEP_ALIVE.equals(JsonReader.read(event));
    } catch (JsonFault _) {
      return false;
    }
  }

  public final EventHandler handler() {
    return handler;
  }

  public final Priming priming() {
    return priming;
  }
}
