package dev.imagemirrors.handler;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Wiring;

/// Answers the events of a function. It keeps nothing of the wiring that it is given, so the same
/// handler answers over another one while a function is primed, and in tests.
public interface EventHandler {
  Json answer(byte[] event, Wiring wiring, Invocation invocation);

  default Wiring.Answering on(Wiring wiring) {
    return (event, invocation) -> answer(event, wiring, invocation);
  }
}
