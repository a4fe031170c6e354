package dev.imagemirrors.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Caller;
import dev.imagemirrors.local.aws.JsonService;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// PutEvents: delivers events to the functions whose rules match.
public final class EventBridge {
  private static final int MOST_ENTRIES = 10;
  private static final int LARGEST_REQUEST = 256 << 10;

  /// Finds buses; empty for a region without a stack.
  public interface Directory {
    Optional<Buses> at(Scope scope);
  }

  /// The source of the functions' announcements.
  private static final String OWN_SOURCE = "dev.imagemirrors";

  private final Directory directory;
  private final Clock clock;
  private final PrintStream out;

  private EventBridge(Directory directory, Clock clock, PrintStream out) {
    this.directory = directory;
    this.clock = clock;
    this.out = out;
  }

  public static JsonService service(
      Directory directory, String homeRegion, Clock clock, PrintStream out) {
    var bridge = new EventBridge(directory, clock, out);
    return new JsonService("AWSEvents.", homeRegion, Map.of("PutEvents", bridge::putEvents));
  }

  private JsonNode putEvents(JsonNode input, Caller caller) {
    var entries = input.path("Entries");
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new AwsFault(
          400,
          "ValidationException",
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10");
    }
    int size = 0;
    for (var entry : entries) {
      size += size(entry);
    }
    if (size > LARGEST_REQUEST) {
      throw new AwsFault(
          400,
          "ValidationException",
          "Total size of the entries in the request is over the limit.");
    }
    var reply = Json.object().put("FailedEntryCount", 0);
    var results = reply.putArray("Entries");
    for (var entry : entries) {
      var result = put(entry, caller.scope());
      results.add(result);
      if (result.has("ErrorCode")) {
        reply.put("FailedEntryCount", reply.path("FailedEntryCount").asInt() + 1);
      }
    }
    return reply;
  }

  /// As EventBridge counts: 14 bytes for a timestamp, and the UTF-8 length of everything else.
  private static int size(JsonNode entry) {
    int size = entry.has("Time") ? 14 : 0;
    for (var name : new String[] {"Source", "DetailType", "Detail"}) {
      size += entry.path(name).asText().getBytes(StandardCharsets.UTF_8).length;
    }
    for (var resource : entry.path("Resources")) {
      size += resource.asText().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  private ObjectNode put(JsonNode entry, Scope caller) {
    for (var name : new String[] {"Source", "DetailType", "Detail"}) {
      if (entry.path(name).asText().isEmpty()) {
        return failed(
            "InvalidArgument",
            "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
      }
    }
    if (entry.path("Source").asText().startsWith("aws.")) {
      return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    JsonNode detail;
    try {
      detail = Json.read(entry.path("Detail").asText());
    } catch (JsonProcessingException e) {
      return failed("MalformedDetail", "Detail is malformed.");
    }
    return detail.isObject()
        ? put(entry, detail, caller)
        : failed("MalformedDetail", "Detail is malformed.");
  }

  private ObjectNode put(JsonNode entry, JsonNode detail, Scope caller) {
    var bus = BusName.of(entry.path("EventBusName").asText("default"), caller);
    var buses = directory.at(bus.scope());
    if (buses.isEmpty()) {
      out.println(
          "An event was put on a bus of " + bus.scope() + ", where no stack is: nothing happens.");
    } else if (!buses.get().has(bus.name())) {
      return failed("ResourceNotFoundException", "Event bus " + bus.name() + " does not exist.");
    }
    var envelope = Envelope.of(entry, detail, caller, clock.instant());
    buses.ifPresent(there -> there.put(bus.name(), envelope.json()));
    if (entry.path("Source").asText().equals(OWN_SOURCE)) {
      out.println(announcement(entry.path("DetailType").asText(), detail));
    }
    return Json.object().put("EventId", envelope.id());
  }

  /// One line.
  private static String announcement(String type, JsonNode detail) {
    var line = new StringBuilder("announced: " + type);
    append(line, "cluster", detail.path("cluster_id"));
    append(line, "cluster", detail.path("cluster"));
    append(line, "source", detail.path("image_mirror").path("source"));
    append(line, "outcome", detail.path("outcome"));
    append(line, "problem", detail.path("problem").path("detail"));
    append(line, "history number", detail.path("number"));
    append(line, "operation", detail.path("operation_id"));
    return line.toString();
  }

  private static void append(StringBuilder line, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      line.append(", ").append(name).append(' ').append(value.asText().replaceAll("\\R", " "));
    }
  }

  private static ObjectNode failed(String code, String message) {
    return Json.object().put("ErrorCode", code).put("ErrorMessage", message);
  }
}
