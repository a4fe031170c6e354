package dev.imagemirrors.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Records its events, by stack; a test sets the response.
public final class RecordingFunction implements RequestStreamHandler {
  private static final Map<String, Recording> RECORDINGS = new ConcurrentHashMap<>();

  /// The response: a reply or an exception.
  public interface Answer {
    JsonNode to(JsonNode event) throws Exception;
  }

  /// The events of the function in one stack.
  public static final class Recording {
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile Answer answer = _ -> Json.object();

    public void answers(Answer other) {
      answer = other;
    }

    public List<JsonNode> events() {
      return events;
    }

    /// Waits for a number of events.
    public List<JsonNode> await(int count) throws InterruptedException, TimeoutException {
      return await(count + " events", seen -> seen.size() >= count);
    }

    /// Waits until the events satisfy a condition. It is tested under the lock that new events
    /// take, so that no event falls between the test and the wait.
    public List<JsonNode> await(String what, Predicate<List<JsonNode>> condition)
        throws InterruptedException, TimeoutException {
      long deadline = System.nanoTime() + 60_000_000_000L;
      synchronized (events) {
        while (!condition.test(events)) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            throw new TimeoutException("no " + what + " in " + events.size() + ": " + events);
          }
          events.wait(left);
        }
      }
      return events;
    }
  }

  private final Recording recording;

  public RecordingFunction(Map<String, String> environment) {
    this.recording = of(environment.getOrDefault("AWS_ENDPOINT_URL", ""));
  }

  public static Recording of(String stackUrl) {
    return RECORDINGS.computeIfAbsent(stackUrl, _ -> new Recording());
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var event = Json.read(input.readAllBytes());
    synchronized (recording.events) {
      recording.events.add(event);
      recording.events.notifyAll();
    }
    try {
      output.write(Json.bytes(recording.answer.to(event)));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
