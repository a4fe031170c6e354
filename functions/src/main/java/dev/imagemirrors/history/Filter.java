package dev.imagemirrors.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Selects changes by their time, their caller and their outcome. A part that is absent selects
/// all.
///
/// @param since the earliest time
/// @param until the time before which they are
/// @param by the caller, as a history or a table names it; the ARN of a role stands for its
///   sessions
public record Filter(
    @Nullable Instant since, @Nullable Instant until, @Nullable String by, Set<String> outcomes) {
  public static final Filter NONE = new Filter(null, null, null, Set.of());

  /// The clocks of writers differ a little, so times are not quite in the order of the entries.
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  public Filter {
    outcomes = Set.copyOf(outcomes);
  }

  /// Whether a change is one of those.
  ///
  /// @param actor null when the caller is not known
  /// @param outcome null before the end
  public boolean selects(Instant time, @Nullable Actor actor, @Nullable String outcome) {
    return (since == null || !time.isBefore(since))
        && (until == null || time.isBefore(until))
        && (by == null || (actor != null && actor.isNamed(by)))
        && (outcomes.isEmpty() || (outcome != null && outcomes.contains(outcome)));
  }

  /// Whether this selects nothing after a change of that time, in this order.
  public boolean isOver(Instant time, boolean oldestFirst) {
    return oldestFirst
        ? until != null && time.isAfter(until.plus(CLOCKS))
        : since != null && time.isBefore(since.minus(CLOCKS));
  }
}
