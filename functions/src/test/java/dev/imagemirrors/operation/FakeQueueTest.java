package dev.imagemirrors.operation;

import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.Objects;
import java.util.Optional;

class FakeQueueTest extends QueueContract {
  private final FakeQueue queue = new FakeQueue();

  @Override
  protected Queue queue() {
    return queue;
  }

  @Override
  protected Optional<Received> receive() {
    return queue
        .receive()
        .map(status ->
            new Received(status.id(), status.operation().clusterId(), FakeQueue.receipt(status)));
  }

  @Override
  protected void handled(Received message) {
    queue.handled(message.receipt());
  }

  @Override
  protected void giveUp(String body) {
    queue.dead.add(new Queue.DeadLetter(operationId(body), body));
  }

  private static String operationId(String body) {
    try {
      return Objects.requireNonNullElse(JsonReader.read(body).at("operation_id").asText(), "");
    } catch (JsonFault _) {
      return "";
    }
  }

  @Override
  protected int given() {
    return queue.dead.size();
  }

  @Override
  protected void breakDown() {
    queue.down = true;
  }
}
