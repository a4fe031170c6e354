package dev.imagemirrors.bus;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Announcements;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// Announcements as events of the source `dev.imagemirrors`.
public final class BusAnnouncements implements Announcements {
  private static final String SOURCE = "dev.imagemirrors";

  private final EventBridgeClient client;
  private final String bus;

  public BusAnnouncements(EventBridgeClient client, String bus) {
    this.client = client;
    this.bus = bus;
  }

  @Override
  public void announce(String detailType, Json detail) {
    var entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(detailType)
            .detail(JsonWriter.write(detail))
            .build();
    var answer = client.putEvents(put -> put.entries(entry));
    if (answer.failedEntryCount() > 0) {
      throw new IllegalStateException(
          "the bus '" + bus + "' rejected an event: " + answer.entries().getFirst().errorCode());
    }
  }
}
