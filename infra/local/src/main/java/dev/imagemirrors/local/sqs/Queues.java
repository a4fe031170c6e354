package dev.imagemirrors.local.sqs;

import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.QueueResource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The queues of one account and region.
public final class Queues {
  private final Map<String, LocalQueue> byName = new LinkedHashMap<>();

  public Queues(List<QueueResource> declared, InstantSource clock, State state) {
    declared.forEach(queue -> byName.put(queue.name(), new LocalQueue(queue, clock, state)));
  }

  public Collection<LocalQueue> all() {
    return byName.values();
  }

  /// Finds a queue by name, ARN or URL, each of which ends in the name.
  public Optional<LocalQueue> find(String reference) {
    return Optional.ofNullable(byName.get(reference.replaceAll("^.*[:/]", "")));
  }

  /// Receives from a queue; a message that was received too often moves to the dead-letter queue.
  public List<Received> receive(LocalQueue queue, int most, Duration visibility, Duration wait)
      throws InterruptedException {
    return queue.receive(
        most,
        visibility,
        wait,
        (deadLetterArn, message) -> find(deadLetterArn).ifPresent(dead -> dead.takeOver(message)));
  }

  /// Sends a message from within the stack, such as a failed event to a destination.
  public void send(LocalQueue queue, String body) {
    queue.send(
        new LocalQueue.Draft(
            body,
            Json.object(),
            queue.declared().fifo() ? Optional.of("failures") : Optional.empty(),
            queue.declared().fifo() ? Optional.of(Digests.sha256(body)) : Optional.empty(),
            Optional.empty()));
  }
}
