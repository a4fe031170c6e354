package dev.imagemirrors.operation;

import dev.imagemirrors.json.Json;
import java.util.List;

/// Announces events on the bus.
public interface Announcements {
  String CREATED = "Image Mirror Created";
  String UPDATED = "Image Mirror Updated";
  String DELETED = "Image Mirror Deleted";

  /// The detail type for an operation, or a request from the bus, that failed.
  String FAILED = "Image Mirror Operation Failed";

  /// The detail type for an entry of the history that was changed or removed in its table.
  String HISTORY_ALTERED = "Image Mirror History Altered";

  /// The detail type for a cluster that has become ready.
  String CLUSTER_READY = "Cluster Ready";

  /// An event to announce.
  ///
  /// @param stub what is announced instead when the detail is too large for the bus
  record Announcement(String detailType, Json detail, Json stub) {}

  /// What came of an announcement.
  sealed interface Result {
    record Announced() implements Result {}

    /// The bus will not take it, however often it is sent.
    record Rejected(String reason) implements Result {}

    /// The bus could not take it now.
    record Unavailable(String reason) implements Result {}
  }

  /// Announces events in their order. Gives the result of each.
  List<Result> announce(List<Announcement> announcements);

  /// Announces one event.
  ///
  /// @throws BusUnavailable when the bus cannot take it now
  /// @throws IllegalStateException when the bus never takes it
  default void announce(String detailType, Json detail) {
    switch (announce(List.of(new Announcement(detailType, detail, detail))).getFirst()) {
      case Result.Announced _ -> {}
      case Result.Rejected(var reason) -> throw new IllegalStateException(reason);
      case Result.Unavailable(var reason) -> throw new BusUnavailable(reason);
    }
  }
}
