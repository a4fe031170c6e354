package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.known;

import dev.imagemirrors.history.Page;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A page of a cluster's operations, collected from their items in the order of the index. The
/// index may not have the operation in the lane yet, and the lane's item has its newest state.
final class OperationList {
  private final OperationSelection selection;
  private final Page.Builder<Status, String> page;
  private final Map<String, AttributeValue> lane;
  private final Function<String, Map<String, AttributeValue>> items;
  private @Nullable String inFlight;

  /// @param items finds the item of an operation by its ID
  OperationList(
      OperationSelection selection,
      Map<String, AttributeValue> lane,
      Function<String, Map<String, AttributeValue>> items,
      @Nullable String position,
      int limit) {
    this.selection = selection;
    this.page = selection.page(limit);
    this.lane = lane;
    this.items = items;
    var held = LaneItem.state(lane).inFlight();
    this.inFlight =
        held != null && (position == null || selection.isBefore(position, held.operationId()))
            ? held.operationId()
            : null;
  }

  /// Adds the operation of the next item. Returns the page if the list need not be read on.
  @Nullable Page<Status, String> add(Map<String, AttributeValue> item) {
    var id = known(item, "operation_id");
    if (id.equals(inFlight)) {
      inFlight = null;
      return addInLane(id, item);
    }
    if (inFlight != null && selection.isBefore(inFlight, id)) {
      var complete = addInFlight(inFlight);
      if (complete != null) {
        return complete;
      }
    }
    return add(id, item, OperationItem::read);
  }

  private @Nullable Page<Status, String> addInFlight(String id) {
    inFlight = null;
    return addInLane(id, items.apply(id));
  }

  private @Nullable Page<Status, String> addInLane(String id, Map<String, AttributeValue> item) {
    return add(id, item, OperationItem.ended(item) ? OperationItem::read : this::inLane);
  }

  private Status inLane(Map<String, AttributeValue> item) {
    return LaneItem.status(lane, OperationItem.read(item));
  }

  private @Nullable Page<Status, String> add(
      String id,
      Map<String, AttributeValue> item,
      Function<Map<String, AttributeValue>, Status> read) {
    var status = readable(item, read);
    if (status.isPresent()) {
      return page.add(status.get());
    }
    page.skipTo(id);
    return null;
  }

  /// Leaves out what was read up to this ID.
  void skipTo(String id) {
    page.skipTo(id);
  }

  int left() {
    return page.left();
  }

  Page<Status, String> stopped() {
    return page.stopped();
  }

  /// The page at the end of the index.
  Page<Status, String> end() {
    var complete = inFlight == null ? null : addInFlight(inFlight);
    return complete == null ? page.end() : complete;
  }

  /// An operation that cannot be read is left out of lists, so that the others are still listed;
  /// the history shows how it ended.
  static Optional<Status> readable(
      Map<String, AttributeValue> item, Function<Map<String, AttributeValue>, Status> read) {
    try {
      return Optional.of(read.apply(item));
    } catch (Unreadable _) {
      return Optional.empty();
    }
  }
}
