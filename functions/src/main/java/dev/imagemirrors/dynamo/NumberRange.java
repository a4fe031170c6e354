package dev.imagemirrors.dynamo;

import dev.imagemirrors.history.Selection;
import org.jspecify.annotations.Nullable;

/// The numbers of entries that are left to read, and their order.
///
/// @param after only greater numbers
/// @param upTo only this number and smaller ones
record NumberRange(boolean oldestFirst, long after, long upTo) {
  /// @param position the number after which a page begins; null for the first page
  static NumberRange of(Selection selection, @Nullable Long position) {
    var oldestFirst = selection.oldestFirst();
    return new NumberRange(
        oldestFirst,
        Math.max(0, oldestFirst && position != null ? position : selection.after()),
        !oldestFirst && position != null ? position - 1 : Long.MAX_VALUE);
  }

  boolean isEmpty() {
    return after >= upTo;
  }

  boolean contains(long number) {
    return number > after && number <= upTo;
  }

  /// The rest, when all up to this number were read in this order.
  NumberRange behind(long number) {
    return oldestFirst
        ? new NumberRange(true, number, upTo)
        : new NumberRange(false, after, number - 1);
  }

  /// Only the numbers up to this one, in this order.
  NumberRange until(long number) {
    return oldestFirst
        ? new NumberRange(true, after, Math.min(upTo, number))
        : new NumberRange(false, Math.max(after, number - 1), upTo);
  }

  /// The last number in this order.
  long last() {
    return oldestFirst ? upTo : after + 1;
  }

  /// Only the numbers before this one.
  NumberRange before(long number) {
    return new NumberRange(oldestFirst, after, Math.min(upTo, number - 1));
  }
}
