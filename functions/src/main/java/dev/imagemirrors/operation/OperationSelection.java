package dev.imagemirrors.operation;

import dev.imagemirrors.history.Filter;
import dev.imagemirrors.history.Page;
import java.util.Set;

/// The operations of a cluster to read, and their order.
///
/// @param states none for all
public record OperationSelection(boolean oldestFirst, Set<State> states, Filter filter) {
  public static final OperationSelection NEWEST_FIRST =
      new OperationSelection(false, Set.of(), Filter.NONE);

  public OperationSelection {
    states = Set.copyOf(states);
  }

  /// Whether all operations are selected.
  public boolean isWhole() {
    return states.isEmpty() && filter.equals(Filter.NONE);
  }

  /// Whether an ID comes before another in this order. IDs sort by time.
  public boolean isBefore(String id, String other) {
    return oldestFirst ? id.compareTo(other) < 0 : id.compareTo(other) > 0;
  }

  /// A page of the operations, to be filled in this order.
  public Page.Builder<Status, String> page(int limit) {
    return new Page.Builder<>(
        new Page.Elements<>(this::selects, this::isOver, Status::id, _ -> 0), limit);
  }

  private boolean selects(Status status) {
    var outcome = status.outcome();
    return (states.isEmpty() || states.contains(status.state()))
        && filter.selects(
            status.operation().accepted(),
            status.operation().request().actor(),
            outcome == null ? null : outcome.label());
  }

  private boolean isOver(Status status) {
    return filter.isOver(status.operation().accepted(), oldestFirst);
  }
}
