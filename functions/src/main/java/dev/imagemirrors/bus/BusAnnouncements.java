package dev.imagemirrors.bus;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Announcements;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Announcements as events of the source `dev.imagemirrors`, several in each call.
public final class BusAnnouncements implements Announcements {
  private static final String SOURCE = "dev.imagemirrors";

  /// The most entries of a call to PutEvents.
  private static final int MAX_ENTRIES = 10;

  /// The total size of the entries of a call must be less than 256 KB.
  private static final int MAX_BYTES = 256 * 1024;

  /// Error codes of an entry, or of a call, that the next call may not get.
  private static final Set<String> TRANSIENT =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InternalException",
          "InternalFailure",
          "ServiceUnavailable",
          "ThrottledException",
          "ThrottlingException");

  private final EventBridgeClient client;
  private final String bus;

  public BusAnnouncements(EventBridgeClient client, String bus) {
    this.client = client;
    this.bus = bus;
  }

  @Override
  public List<Result> announce(List<Announcement> announcements) {
    var results = new ArrayList<Result>();
    var entries = announcements.stream().map(this::entry).toList();
    for (var from = 0; from < entries.size(); from = results.size()) {
      results.addAll(put(entries.subList(from, end(entries, from))));
    }
    return results;
  }

  /// Where the call that begins with that entry must end: it has one entry at least.
  private static int end(List<PutEventsRequestEntry> entries, int from) {
    var end = from + 1;
    var bytes = size(entries.get(from));
    while (end < entries.size() && end - from < MAX_ENTRIES) {
      bytes += size(entries.get(end));
      if (bytes >= MAX_BYTES) {
        break;
      }
      end++;
    }
    return end;
  }

  private PutEventsRequestEntry entry(Announcement announcement) {
    var whole = entry(announcement.detailType(), announcement.detail());
    return size(whole) < MAX_BYTES ? whole : entry(announcement.detailType(), announcement.stub());
  }

  private PutEventsRequestEntry entry(String detailType, Json detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source(SOURCE)
        .detailType(detailType)
        .detail(JsonWriter.write(detail))
        .build();
  }

  /// The size by which EventBridge measures an entry without time and resources.
  private static int size(PutEventsRequestEntry entry) {
    return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private List<Result> put(List<PutEventsRequestEntry> entries) {
    try {
      return results(client.putEvents(put -> put.entries(entries)), entries.size());
    } catch (SdkClientException unreachable) {
      return all(entries, new Result.Unavailable(rejected(unreachable.getMessage())));
    } catch (EventBridgeException refused) {
      var reason = rejected(refused.getMessage());
      if (isTransient(refused)) {
        return all(entries, new Result.Unavailable(reason));
      }
      // One entry can be the reason that the call is refused: each is sent by itself.
      return entries.size() == 1
          ? List.of(new Result.Rejected(reason))
          : entries.stream().flatMap(entry -> put(List.of(entry)).stream()).toList();
    }
  }

  private static boolean isTransient(EventBridgeException refused) {
    return refused.statusCode() >= 500
        || refused.isThrottlingException()
        || (refused.awsErrorDetails() != null
            // What answers in front of the bus gives no code.
            && TRANSIENT.contains(String.valueOf(refused.awsErrorDetails().errorCode())));
  }

  private List<Result> results(PutEventsResponse response, int entries) {
    return response.failedEntryCount() == null || response.failedEntryCount() == 0
        ? Collections.nCopies(entries, new Result.Announced())
        : response.entries().stream().map(this::result).toList();
  }

  private Result result(PutEventsResultEntry entry) {
    if (entry.errorCode() == null) {
      return new Result.Announced();
    }
    var reason = rejected(entry.errorCode() + ": " + entry.errorMessage());
    return TRANSIENT.contains(entry.errorCode())
        ? new Result.Unavailable(reason)
        : new Result.Rejected(reason);
  }

  private String rejected(@Nullable String reason) {
    return "the bus '" + bus + "' rejected an event: " + reason;
  }

  private static List<Result> all(List<PutEventsRequestEntry> entries, Result result) {
    return Collections.nCopies(entries.size(), result);
  }
}
