package dev.imagemirrors.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
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
    wiring.invoke(event, reply, context, handler.on(wiring));
  }

  public final EventHandler handler() {
    return handler;
  }

  public final Priming priming() {
    return priming;
  }
}
