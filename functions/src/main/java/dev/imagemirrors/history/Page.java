package dev.imagemirrors.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A page of a list, and the position to continue after; null at the end.
public record Page<T, P>(List<T> entries, @Nullable P next) {
  public Page {
    entries = List.copyOf(entries);
  }

  /// The elements of a list that a caller asks for.
  ///
  /// @param selects whether an element is one of them
  /// @param isOver whether none of them comes after an element
  /// @param position of an element in the list
  /// @param size of an element in a reply, in characters
  public record Elements<T, P>(
      Predicate<T> selects, Predicate<T> isOver, Function<T, P> position, ToIntFunction<T> size) {}

  /// Collects a page from the elements in the order of the list: at most `limit`, as many as fit,
  /// and at least one.
  public static final class Builder<T, P> {
    /// The size of a page, so that it fits into a 6 MB Lambda response as JSON in a JSON string.
    static final int MOST_CHARACTERS = 2_000_000;

    private final Elements<T, P> elements;
    private final int limit;
    private final List<T> page = new ArrayList<>();
    private int characters;
    private @Nullable P last;

    public Builder(Elements<T, P> elements, int limit) {
      this.elements = elements;
      this.limit = limit;
    }

    /// The page, if the list need not be read on; otherwise null. The next element is added, if it
    /// is selected and not over.
    public @Nullable Page<T, P> add(T element) {
      if (elements.isOver().test(element)) {
        return end();
      }
      if (elements.selects().test(element)) {
        characters += elements.size().applyAsInt(element);
        if (page.size() == limit || (!page.isEmpty() && characters > MOST_CHARACTERS)) {
          return stopped();
        }
        page.add(element);
      }
      skipTo(elements.position().apply(element));
      return null;
    }

    /// Leaves out what was read up to this position.
    public void skipTo(P position) {
      last = position;
    }

    /// How many more elements the page can have.
    public int left() {
      return limit - page.size();
    }

    /// The page where reading stopped, although the list goes on.
    public Page<T, P> stopped() {
      return new Page<>(page, last);
    }

    /// The page at the end of the list.
    public Page<T, P> end() {
      return new Page<>(page, null);
    }
  }
}
